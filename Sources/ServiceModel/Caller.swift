/// Who makes a call.
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

    public var isGuest: Bool { self == .guest }

    /// Whether this caller holds every one of the resources in this store.
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
