public struct Website: Sendable, Equatable {
    public let id: Int
    public let code: String
    public let name: String
    public let defaultStoreID: Int

    public init(id: Int, code: String, name: String, defaultStoreID: Int) {
        self.id = id
        self.code = code
        self.name = name
        self.defaultStoreID = defaultStoreID
    }
}

/// A store view (contract: `rest.md` §2).
public struct Store: Sendable, Equatable {
    /// The admin store, which no code addresses; in addresses it is `all`.
    public static let adminID = 0
    public static let all = "all"

    public let id: Int
    public let code: String
    public let name: String
    public let websiteID: Int
    public let isDefault: Bool

    public init(id: Int, code: String, name: String, websiteID: Int, isDefault: Bool) {
        self.id = id
        self.code = code
        self.name = name
        self.websiteID = websiteID
        self.isDefault = isDefault
    }
}
