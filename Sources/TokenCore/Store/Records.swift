/// Admins. Names are compared by ``LoginName/folded(_:)``.
public protocol AdminRecords {
    func admin(id: Int) throws -> AdminAccount?
    func admin(named foldedName: String) throws -> AdminAccount?
    func admins() throws -> [AdminAccount]
    /// - Returns: the new id. Throws `conflict` when the name is taken.
    func insert(_ admin: AdminAccount) throws -> Int
    /// Updates everything except id, name and time of creation.
    func update(_ admin: AdminAccount) throws
    func deleteAdmin(id: Int) throws
    /// Ids of the admins that have the role.
    func admins(withRole roleID: Int) throws -> [Int]
}

/// Customers. E-mail addresses are compared by ``LoginName/folded(_:)``.
public protocol CustomerRecords {
    func customer(id: Int) throws -> CustomerAccount?
    /// All customers with this address; the one of the given website comes first.
    func customers(email foldedEmail: String, preferring websiteID: Int) throws -> [CustomerAccount]
    /// At most `limit` customers with an id above `id`, by id.
    func customers(after id: Int, limit: Int) throws -> [CustomerAccount]
    /// - Returns: the new id. Throws `conflict` when the address exists in the website.
    func insert(_ customer: CustomerAccount) throws -> Int
    /// Updates everything except id and time of creation.
    func update(_ customer: CustomerAccount) throws
    func deleteCustomer(id: Int) throws
}

public protocol RoleRecords {
    func role(id: Int) throws -> Role?
    func role(named name: String) throws -> Role?
    func roles() throws -> [Role]
    /// - Returns: the new id. Throws `conflict` when the name is taken.
    func insert(_ role: Role) throws -> Int
    /// Replaces the resources of a role.
    func setResources(_ resources: [String], ofRole id: Int) throws
    func deleteRole(id: Int) throws
}

public protocol TokenRecords {
    func insert(_ token: TokenRecord) throws
    func token(digest: String) throws -> TokenRecord?
    /// Tokens that are live at that moment, oldest first: those of one owner, or all.
    func liveTokens(of owner: (kind: AccountKind, id: Int)?, at now: Timestamp, limit: Int, offset: Int) throws -> [TokenRecord]
    /// How many tokens of all accounts are live at that moment.
    func liveTokenCount(at now: Timestamp) throws -> Int
    /// Ends all live tokens of an owner. - Returns: how many.
    func revokeTokens(of owner: (kind: AccountKind, id: Int), at now: Timestamp) throws -> Int
    /// Ends a live token. - Returns: `false` when there is none.
    func revokeToken(accessor: String, at now: Timestamp) throws -> Bool
    /// Records the last use of a live token, also of an integration; an earlier time changes nothing.
    func recordUse(accessor: String, at moment: Timestamp) throws
    /// Ends all live tokens, including access tokens, request tokens and verifiers of integrations and reset tokens.
    /// - Returns: how many tokens.
    func endAllTokens(at now: Timestamp) throws -> Int
    /// Deletes at most `limit` revoked or expired tokens. - Returns: how many.
    func deleteEndedTokens(at now: Timestamp, limit: Int) throws -> Int
}

extension TokenRecords {
    public func liveTokens(of owner: (kind: AccountKind, id: Int)?, at now: Timestamp) throws -> [TokenRecord] {
        try liveTokens(of: owner, at: now, limit: .max, offset: 0)
    }
}

/// Throttle entries by kind and ``Throttle/key(_:)``.
public protocol ThrottleRecords {
    func throttleEntry(_ kind: ThrottleKind, key: String) throws -> ThrottleEntry?
    func setThrottleEntry(_ entry: ThrottleEntry, _ kind: ThrottleKind, key: String) throws
    func deleteThrottleEntry(_ kind: ThrottleKind, key: String) throws
    /// Deletes at most `limit` entries whose lock has ended. - Returns: how many.
    func deleteEndedThrottleEntries(at now: Timestamp, limit: Int) throws -> Int
}

public protocol SettingRecords {
    func settings() throws -> [String: String]
    func setSetting(_ path: String, _ value: String) throws
    func deleteSetting(_ path: String) throws
}

public protocol SiteRecords {
    func websites() throws -> [Website]
    func stores() throws -> [Store]
    /// - Returns: the new id. Throws `conflict` when the code is taken.
    func insertStore(code: String, name: String, websiteID: Int) throws -> Int
    /// - Returns: the new id. Throws `conflict` when the code is taken.
    func insertWebsite(code: String, name: String) throws -> Int
    func setDefaultStore(_ storeID: Int, ofWebsite websiteID: Int) throws
}

public protocol AuditRecords {
    func append(_ record: AuditRecord) throws
    /// The newest first.
    func auditTrail(limit: Int, offset: Int) throws -> [AuditRecord]
    func auditRecordCount() throws -> Int
}

extension AuditRecords {
    public func auditTrail(limit: Int) throws -> [AuditRecord] { try auditTrail(limit: limit, offset: 0) }
}

/// Customers by any of their fields.
public protocol CustomerSearchRecords {
    /// The page that the query requests.
    func customers(matching query: CustomerQuery) throws -> [CustomerAccount]
    /// The number of matches on all pages.
    func countCustomers(matching query: CustomerQuery) throws -> Int
}

/// Address books. They are deleted with their customers.
public protocol AddressRecords {
    /// Ordered by customer and id.
    func addresses(ofCustomers ids: [Int]) throws -> [CustomerAddress]
    /// - Returns: the new id. Throws `conflict` when there is no such customer.
    func insert(_ address: CustomerAddress) throws -> Int
    /// Updates everything except id and customer.
    func update(_ address: CustomerAddress) throws
    func deleteAddress(id: Int) throws
}

public protocol CustomerGroupRecords {
    func customerGroup(id: Int) throws -> CustomerGroup?
    func customerGroups() throws -> [CustomerGroup]
    /// Creates the group, or replaces its code and tax class.
    func set(_ group: CustomerGroup) throws
}

/// Reset tokens, one for each customer, and the requests for them. Tokens are deleted with their customers.
public protocol PasswordResetRecords {
    /// Replaces the customer's token.
    func setResetToken(_ token: ResetTokenRecord) throws
    func resetToken(digest: String) throws -> ResetTokenRecord?
    func deleteResetToken(ofCustomer id: Int) throws
    /// Deletes at most `limit` tokens. - Returns: how many.
    func deleteResetTokens(issuedBefore moment: Timestamp, limit: Int) throws -> Int
    /// The latest request that is not later than `end`.
    func latestResetRequest(_ kind: ResetRequestKind, key: String, until end: Timestamp) throws -> Timestamp?
    /// The number of requests after `start` and not later than `end`.
    func countResetRequests(_ kind: ResetRequestKind, key: String, since start: Timestamp, until end: Timestamp) throws -> Int
    func addResetRequest(_ kind: ResetRequestKind, key: String, at moment: Timestamp) throws
    /// Deletes at most `limit` requests. - Returns: how many.
    func deleteResetRequests(before moment: Timestamp, limit: Int) throws -> Int
}
