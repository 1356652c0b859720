/// The store that a request addresses, with its website.
public struct StoreScope: Sendable, Equatable {
    public let storeID: Int
    public let code: String
    /// The website whose customers sign in and register here. For the admin store this is the website of the default store.
    public let websiteID: Int
    /// Whether this is the admin store, addressed as `all`.
    public let isAdmin: Bool
    /// Whether customers are shared by all websites (`customer/account_share/scope` = 0).
    public let sharesCustomers: Bool

    public init(storeID: Int, code: String, websiteID: Int, isAdmin: Bool, sharesCustomers: Bool) {
        self.storeID = storeID
        self.code = code
        self.websiteID = websiteID
        self.isAdmin = isAdmin
        self.sharesCustomers = sharesCustomers
    }

    /// Whether customers of that website may act in this store. Customers never act in the admin store.
    func admits(customersOf websiteID: Int) -> Bool {
        !isAdmin && (sharesCustomers || websiteID == self.websiteID)
    }
}
