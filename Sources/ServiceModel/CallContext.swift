/// The store that an address names, with its website.
public struct StoreScope: Sendable, Equatable {
    public let storeID: Int
    public let code: String
    /// The website whose customers sign in and register here; for the admin store that of the default store.
    public let websiteID: Int
    /// The admin store, addressed as `all`.
    public let isAdmin: Bool
    /// Customers are shared by all websites (`customer/account_share/scope` = 0).
    public let sharesCustomers: Bool

    public init(storeID: Int, code: String, websiteID: Int, isAdmin: Bool, sharesCustomers: Bool) {
        self.storeID = storeID
        self.code = code
        self.websiteID = websiteID
        self.isAdmin = isAdmin
        self.sharesCustomers = sharesCustomers
    }

    /// Whether the stores of that website's customers contain this one; the admin store is in none.
    func admits(customersOf websiteID: Int) -> Bool {
        !isAdmin && (sharesCustomers || websiteID == self.websiteID)
    }
}

/// Where a call comes from, for audit and log.
public struct Origin: Sendable, Equatable {
    /// The client's address, which behind a trusted proxy is not the peer's; `cli` for commands.
    public let address: String
    public let requestID: String

    public init(address: String, requestID: String) {
        self.address = address
        self.requestID = requestID
    }
}

/// Everything about a call but its parameters.
public struct CallContext: Sendable {
    public let caller: Caller
    public let store: StoreScope
    public let origin: Origin

    public init(caller: Caller, store: StoreScope, origin: Origin) {
        self.caller = caller
        self.store = store
        self.origin = origin
    }
}
