/// What a caller needs to use an operation (contract: `tokens.md` §7).
public enum Resource: Sendable, Hashable {
    case anonymous
    /// Customers acting on themselves.
    case customerSelf
    /// Admins acting on themselves.
    case adminSelf
    /// An ACL resource such as `Magento_Customer::customer`.
    case acl(String)

    /// As clients see it.
    public var name: String {
        switch self {
        case .anonymous: "anonymous"
        case .customerSelf, .adminSelf: "self"
        case .acl(let id): id
        }
    }
}

/// Who calls.
public enum Caller: Sendable, Equatable {
    case guest
    case customer(CustomerIdentity)
    case admin(id: Int, permissions: Permissions)
    case integration(id: Int, permissions: Permissions)
    /// The operator of this machine, who has all rights and no account.
    case localOperator

    public struct CustomerIdentity: Sendable, Equatable {
        public let id: Int
        public let groupID: Int
        public let websiteID: Int
        public let storeID: Int

        public init(id: Int, groupID: Int, websiteID: Int, storeID: Int) {
            self.id = id
            self.groupID = groupID
            self.websiteID = websiteID
            self.storeID = storeID
        }
    }

    /// What an admin or an integration may use. There is no inheritance: a parent does not grant its children.
    public enum Permissions: Sendable, Equatable {
        case everything
        case resources(Set<String>)

        public func allow(_ id: String) -> Bool {
            switch self {
            case .everything: true
            case .resources(let ids): ids.contains(id)
            }
        }
    }

    public var isGuest: Bool { self == .guest }

    /// Whether this caller, in this store, passes every one of the resources.
    public func mayUse(_ resources: [Resource], in store: StoreScope) -> Bool {
        resources.allSatisfy { passes($0, in: store) }
    }

    private func passes(_ resource: Resource, in store: StoreScope) -> Bool {
        switch (resource, self) {
        case (.anonymous, _): true
        case (.customerSelf, .customer(let customer)): store.admits(customersOf: customer.websiteID)
        case (.customerSelf, .admin(_, .everything)), (.customerSelf, .integration(_, .everything)): true
        case (.adminSelf, .admin): true
        case (.acl, .localOperator): true
        case (.acl(let id), .admin(_, let permissions)), (.acl(let id), .integration(_, let permissions)): permissions.allow(id)
        default: false
        }
    }
}
