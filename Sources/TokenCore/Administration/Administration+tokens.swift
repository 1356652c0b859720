public import ServiceModel

extension Administration {
    /// The owner of tokens, by name.
    public enum Owner: Sendable {
        case admin(String)
        case customer(String)
        case integration(String)

        var subject: String {
            switch self {
            case .admin(let name), .customer(let name), .integration(let name): name
            }
        }
    }

    /// A live token with the name of its owner.
    public struct TokenListing: Sendable {
        public let accessor: String
        /// `admin`, `customer` or `integration`.
        public let kind: String
        public let ownerID: Int
        /// `nil` when the account is deleted.
        public let ownerName: String?
        public let issuedAt: Timestamp
        /// `nil` when the token never expires.
        public let expiresAt: Timestamp?
        /// To the minute; `nil` before the first use.
        public let lastUsedAt: Timestamp?
        public let address: String
    }

    /// Live tokens of one owner or of all: those of accounts, oldest first, then those of integrations.
    /// - Returns: at most `limit` tokens after the first `offset`, and how many there are in all.
    public func tokens(
        of owner: Owner?, limit: Int = .max, offset: Int = 0
    ) async throws(Fault) -> (tokens: [TokenListing], total: Int) {
        let now = clock.now()
        return try await read { session in
            guard let owner else {
                let count = try session.liveTokenCount(at: now)
                let ofAccounts = try session.userTokens(session.liveTokens(of: nil, at: now, limit: limit, offset: offset))
                let ofIntegrations = try session.accessTokens(of: session.integrations())
                let rest = ofIntegrations.dropFirst(max(0, offset - count)).prefix(limit - ofAccounts.count)
                return (ofAccounts + rest, count + ofIntegrations.count)
            }
            let all =
                if case .integration(let name) = owner {
                    try session.accessTokens(of: [session.requireIntegration(name)])
                } else {
                    try session.userTokens(session.owners(owner).flatMap { try session.liveTokens(of: $0, at: now) })
                }
            return (Array(all.dropFirst(offset).prefix(limit)), all.count)
        }
    }

    /// Ends all tokens of an owner.
    /// - Returns: the number of tokens.
    public func revokeTokens(of owner: Owner) async throws(Fault) -> Int {
        try await change("token.revoke", owner.subject) { session, now in
            guard case .integration(let name) = owner else {
                return try session.owners(owner).reduce(0) { try $0 + session.revokeTokens(of: $1, at: now) }
            }
            let tokens = try session.accessTokens(of: [session.requireIntegration(name)])
            return try tokens.count { try session.endAccessToken(accessor: $0.accessor, at: now) }
        }
    }

    /// Ends one token.
    public func revokeToken(accessor: String) async throws(Fault) {
        try await change("token.revoke", accessor) { session, now in
            let isEnded = try session.revokeToken(accessor: accessor, at: now) || session.endAccessToken(accessor: accessor, at: now)
            guard isEnded else { throw Fault(.liveTokenUnknown, about: accessor) }
        }
    }
}

extension StoreSession {
    /// The accounts with that name.
    fileprivate func owners(_ owner: Administration.Owner) throws -> [(kind: AccountKind, id: Int)] {
        switch owner {
        case .admin(let username): [(.admin, try requireAdmin(username).id)]
        case .customer(let email): try requireCustomers(email).map { (.customer, $0.id) }
        case .integration: []
        }
    }

    fileprivate func userTokens(_ records: [TokenRecord]) throws -> [Administration.TokenListing] {
        var names: [String: String?] = [:]
        return try records.map { record in
            let key = "\(record.kind.label) \(record.ownerID)"
            if names[key] == nil { names[key] = try name(of: record) }
            return .init(
                accessor: record.accessor, kind: record.kind.label, ownerID: record.ownerID, ownerName: names[key] ?? nil,
                issuedAt: record.issuedAt, expiresAt: record.expiresAt, lastUsedAt: record.lastUsedAt, address: record.address)
        }
    }

    /// Access tokens of active integrations; those of others are not valid.
    fileprivate func accessTokens(of integrations: [Integration]) throws -> [Administration.TokenListing] {
        try integrations.filter { $0.status == .active }.flatMap { integration -> [Administration.TokenListing] in
            guard let consumer = try consumer(ofIntegration: integration.id) else { return [] }
            return try oauthTokens(ofConsumer: consumer.id, .access).filter { $0.endedAt == nil }.map { token in
                Administration.TokenListing(
                    accessor: token.accessor, kind: "integration", ownerID: integration.id, ownerName: integration.name,
                    issuedAt: token.createdAt, expiresAt: nil, lastUsedAt: token.lastUsedAt, address: token.address)
            }
        }
    }

    fileprivate func name(of record: TokenRecord) throws -> String? {
        switch record.kind {
        case .admin: try admin(id: record.ownerID)?.username
        case .customer: try customer(id: record.ownerID)?.email
        }
    }
}
