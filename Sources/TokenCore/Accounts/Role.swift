public import ServiceModel

/// The rights of an admin: a list of ACL resources, or all of them.
public struct Role: Sendable, Equatable {
    /// The resource that grants all others.
    public static let everything = "Magento_Backend::all"
    /// The role with all rights that every new database has.
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
