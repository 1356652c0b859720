/// Admins. Names are found in the form of ``LoginName/folded(_:)``.
public protocol AdminRecords {
    func admin(id: Int) throws -> AdminAccount?
    func admin(named foldedName: String) throws -> AdminAccount?
    func admins() throws -> [AdminAccount]
    /// - Returns: the new id. Throws `conflict` when the name is taken.
    func insert(_ admin: AdminAccount) throws -> Int
    /// Rewrites everything but id, name and time of creation.
    func update(_ admin: AdminAccount) throws
    func deleteAdmin(id: Int) throws
    /// Ids of the admins that have the role.
    func admins(withRole roleID: Int) throws -> [Int]
}

/// Customers. Addresses are found in the form of ``LoginName/folded(_:)``.
public protocol CustomerRecords {
    func customer(id: Int) throws -> CustomerAccount?
    /// Every customer with this address, the one of the given website first.
    func customers(email foldedEmail: String, preferring websiteID: Int) throws -> [CustomerAccount]
    /// At most `limit` customers with ids above `id`, by id.
    func customers(after id: Int, limit: Int) throws -> [CustomerAccount]
    /// - Returns: the new id. Throws `conflict` when the website has this address already.
    func insert(_ customer: CustomerAccount) throws -> Int
    /// Rewrites everything but id and time of creation.
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
    /// Tokens that are live at that moment, oldest first; of one owner or of everybody.
    func liveTokens(of owner: (kind: AccountKind, id: Int)?, at now: Timestamp, limit: Int, offset: Int) throws -> [TokenRecord]
    /// How many tokens of all accounts are live at that moment.
    func liveTokenCount(at now: Timestamp) throws -> Int
    /// Ends every live token of an owner. - Returns: how many.
    func revokeTokens(of owner: (kind: AccountKind, id: Int), at now: Timestamp) throws -> Int
    /// Ends one live token. - Returns: whether there was one.
    func revokeToken(accessor: String, at now: Timestamp) throws -> Bool
    /// Remembers when a live token, also one of an integration, was last used; never goes back in time.
    func recordUse(accessor: String, at moment: Timestamp) throws
    /// Ends every live token of everybody, those of integrations and what they are exchanged for included, and every mailed reset token.
    /// - Returns: how many tokens.
    func endAllTokens(at now: Timestamp) throws -> Int
    /// Deletes at most `limit` tokens that are revoked or expired. - Returns: how many.
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
    /// The newest rows first.
    func auditTrail(limit: Int, offset: Int) throws -> [AuditRecord]
    func auditRecordCount() throws -> Int
}

extension AuditRecords {
    public func auditTrail(limit: Int) throws -> [AuditRecord] { try auditTrail(limit: limit, offset: 0) }
}

/// The count of changes that can make wrong what was read before: of accounts, roles, tokens, integrations, addresses, settings and
/// stores. The store counts by itself.
public protocol ChangeRecords {
    /// Goes up with every such change, in its transaction; never for a new account or token, or the use of one.
    func changeVersion() throws -> Int64
}

public protocol MaintenanceRecords {
    /// Takes a task for one hour; only one caller gets it. - Returns: whether this one did.
    func claim(task: String, hour: Int64) throws -> Bool
    /// Writes something that nobody reads, to find out whether a write succeeds.
    func probe() throws
}

/// Customers by any of their fields.
public protocol CustomerSearchRecords {
    /// The page that the query asks for.
    func customers(matching query: CustomerQuery) throws -> [CustomerAccount]
    /// All that match, whatever the page.
    func countCustomers(matching query: CustomerQuery) throws -> Int
}

/// Address books. They go with their customers.
public protocol AddressRecords {
    /// By customer and id.
    func addresses(ofCustomers ids: [Int]) throws -> [CustomerAddress]
    /// - Returns: the new id. Throws `conflict` when there is no such customer.
    func insert(_ address: CustomerAddress) throws -> Int
    /// Rewrites everything but id and customer.
    func update(_ address: CustomerAddress) throws
    func deleteAddress(id: Int) throws
}

public protocol CustomerGroupRecords {
    func customerGroup(id: Int) throws -> CustomerGroup?
    func customerGroups() throws -> [CustomerGroup]
    /// Makes the group, or replaces its code and tax class.
    func set(_ group: CustomerGroup) throws
}

/// Reset tokens, one for a customer, and the requests for them. Tokens go with their customers.
public protocol PasswordResetRecords {
    /// Replaces the customer's token.
    func setResetToken(_ token: ResetTokenRecord) throws
    func resetToken(digest: String) throws -> ResetTokenRecord?
    func deleteResetToken(ofCustomer id: Int) throws
    /// Deletes at most `limit` tokens. - Returns: how many.
    func deleteResetTokens(issuedBefore moment: Timestamp, limit: Int) throws -> Int
    /// Not later than a moment.
    func latestResetRequest(_ kind: ResetRequestKind, key: String, until end: Timestamp) throws -> Timestamp?
    /// Requests after a moment, and not later than another.
    func countResetRequests(_ kind: ResetRequestKind, key: String, since start: Timestamp, until end: Timestamp) throws -> Int
    func addResetRequest(_ kind: ResetRequestKind, key: String, at moment: Timestamp) throws
    /// Deletes at most `limit` requests. - Returns: how many.
    func deleteResetRequests(before moment: Timestamp, limit: Int) throws -> Int
}
