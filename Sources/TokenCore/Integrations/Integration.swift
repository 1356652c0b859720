public import ServiceModel

/// An application that calls with permissions of its own (contract: `integrations.md` §2).
public struct Integration: Sendable, Equatable {
    /// Raw values as in Magento's database.
    public enum Status: Int, Sendable {
        case inactive = 0
        case active = 1
        /// Its access was withdrawn, and the exchange that restores it has not ended.
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
    /// The URL to which exchanges are posted; `nil` when the operator copies the credentials instead.
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

    /// The integration as a caller; it has no permissions unless it is active.
    public var caller: Caller {
        .integration(id: id, permissions: status == .active ? Caller.Permissions(granting: resources) : .resources([]))
    }
}

extension Caller.Permissions {
    /// The permissions of a list of resources.
    init(granting resources: [String]) {
        self = resources.contains { $0.utf8Equals(Role.everything) } ? .everything : .resources(Set(resources))
    }
}

/// The OAuth 1.0a consumer of an integration.
public struct Consumer: Sendable, Equatable {
    public var id: Int
    public let integrationID: Int
    /// The consumer key of signed requests; 32 characters.
    public let key: String
    /// The consumer secret, sealed for ``purpose``.
    public var secret: String
    /// When the current or last exchange began; `nil` before the first.
    public var exchangeStartedAt: Timestamp?

    public init(id: Int = 0, integrationID: Int, key: String, secret: String, exchangeStartedAt: Timestamp? = nil) {
        self.id = id
        self.integrationID = integrationID
        self.key = key
        self.secret = secret
        self.exchangeStartedAt = exchangeStartedAt
    }

    /// The purpose for which the secret is sealed.
    public var purpose: String { Self.purpose(key: key) }

    public static func purpose(key: String) -> String { "oauth_consumer " + key }
}
