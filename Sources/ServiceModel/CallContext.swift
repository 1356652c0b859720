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
    /// The interface through which a call enters the gateway.
    public enum Channel: String, Sendable {
        /// An endpoint with a protocol of its own, such as OAuth; also a request that no façade has accepted yet.
        case http
        case rest, soap
        case cli
    }

    /// A command on this machine.
    public static let cli = Origin(address: Channel.cli.rawValue, requestID: "", channel: .cli)

    /// The client's address, which behind a trusted proxy is not the peer's; `cli` for commands.
    public let address: String
    /// Empty for commands.
    public let requestID: String
    public let channel: Channel

    public init(address: String, requestID: String, channel: Channel = .http) {
        self.address = address
        self.requestID = requestID
        self.channel = channel
    }

    /// The same origin once a façade has accepted the request.
    public func entering(_ channel: Channel) -> Origin {
        Origin(address: address, requestID: requestID, channel: channel)
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
