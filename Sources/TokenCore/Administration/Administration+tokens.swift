extension Administration {
    /// An account as a command names it.
    public enum Owner: Sendable {
        case admin(String)
        case customer(String)

        var subject: String {
            switch self {
            case .admin(let name), .customer(let name): name
            }
        }
    }

    /// A live token with the name of its owner.
    public struct TokenListing: Sendable {
        public let record: TokenRecord
        /// `nil`: the owner is gone.
        public let ownerName: String?
    }

    /// Live tokens, oldest first; of one owner or of everybody.
    public func tokens(of owner: Owner?) async throws -> [TokenListing] {
        let now = clock.now()
        return try await look { session in
            let owners = try owner.map { try session.owners($0) }
            let records = try owners?.flatMap { try session.liveTokens(of: $0, at: now) } ?? session.liveTokens(of: nil, at: now)
            var names: [String: String?] = [:]
            return try records.map { record in
                let key = "\(record.kind.label) \(record.ownerID)"
                if names[key] == nil { names[key] = try session.name(of: record) }
                return TokenListing(record: record, ownerName: names[key] ?? nil)
            }
        }
    }

    /// Ends all tokens of an owner. - Returns: how many there were.
    public func revokeTokens(of owner: Owner) async throws -> Int {
        try await change("token.revoke", owner.subject) { session, now in
            try session.owners(owner).reduce(0) { try $0 + session.revokeTokens(of: $1, at: now) }
        }
    }

    /// Ends one token.
    public func revokeToken(accessor: String) async throws {
        try await change("token.revoke", accessor) { session, now in
            guard try session.revokeToken(accessor: accessor, at: now) else { throw Refusal("there is no live token \(accessor)") }
        }
    }
}

extension StoreSession {
    fileprivate func owners(_ owner: Administration.Owner) throws -> [(kind: AccountKind, id: Int)] {
        switch owner {
        case .admin(let username): [(.admin, try requireAdmin(username).id)]
        case .customer(let email): try requireCustomers(email).map { (.customer, $0.id) }
        }
    }

    fileprivate func name(of record: TokenRecord) throws -> String? {
        switch record.kind {
        case .admin: try admin(id: record.ownerID)?.username
        case .customer: try customer(id: record.ownerID)?.email
        }
    }
}
