public import ServiceModel

/// What an admin may do: a list of ACL resources, or everything.
public struct Role: Sendable, Equatable {
    /// The resource that stands for all others.
    public static let everything = "Magento_Backend::all"
    /// The role that exists from the start, with all rights.
    public static let administrators = "Administrators"

    public var id: Int
    public var name: String
    public var resources: [String]

    public init(id: Int = 0, name: String, resources: [String]) {
        self.id = id
        self.name = name
        self.resources = resources
    }

    public var permissions: Caller.Permissions {
        Caller.Permissions(granting: resources)
    }
}
