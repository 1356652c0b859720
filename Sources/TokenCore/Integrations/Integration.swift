public import ServiceModel

/// An application that calls with rights of its own (contract: `integrations.md` §2).
public struct Integration: Sendable, Equatable {
    /// Raw values as Magento stores them.
    public enum Status: Int, Sendable {
        case inactive = 0
        case active = 1
        /// Its access was taken away, and the exchange that gives it back has not ended.
        case waiting = 2

        public var label: String {
            switch self {
            case .inactive: "inactive"
            case .active: "active"
            case .waiting: "waiting"
            }
        }
    }

    public enum SetupType: Int, Sendable {
        case manual = 0
        case configuration = 1
    }

    public var id: Int
    public var name: String
    public var email: String?
    /// Where the exchange begins; `nil`: credentials are shown to the operator instead.
    public var endpoint: String?
    /// The page of the application that the operator's browser opens during the exchange.
    public var identityLink: String?
    public var status: Status
    public var setupType: SetupType
    public var resources: [String]
    public var createdAt: Timestamp

    public init(
        id: Int = 0, name: String, email: String? = nil, endpoint: String? = nil, identityLink: String? = nil,
        status: Status = .inactive, setupType: SetupType = .manual, resources: [String], createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.endpoint = endpoint
        self.identityLink = identityLink
        self.status = status
        self.setupType = setupType
        self.resources = resources
        self.createdAt = createdAt
    }

    /// The integration as a caller: without rights unless it is active.
    public var caller: Caller {
        .integration(id: id, permissions: status == .active ? Caller.Permissions(granting: resources) : .resources([]))
    }
}

extension Caller.Permissions {
    /// What a list of resources allows.
    init(granting resources: [String]) {
        self = resources.contains { $0.utf8Equals(Role.everything) } ? .everything : .resources(Set(resources))
    }
}
