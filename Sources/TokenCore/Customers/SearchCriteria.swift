/// Search criteria as the client sent them (contract: `customers.md` §6), not validated.
public struct SearchCriteria: Sendable, Equatable {
    public struct Filter: Sendable, Equatable {
        public let field: String
        /// Required by all conditions except `null` and `notnull`.
        public let value: String?
        /// `nil` and empty text mean `eq`.
        public let condition: String?

        public init(field: String, value: String?, condition: String?) {
            self.field = field
            self.value = value
            self.condition = condition
        }
    }

    public struct Order: Sendable, Equatable {
        public let field: String
        /// `nil` means `DESC`.
        public let direction: String?

        public init(field: String, direction: String?) {
            self.field = field
            self.direction = direction
        }
    }

    public let groups: [[Filter]]
    public let orders: [Order]
    public let pageSize: Int?
    /// From 1.
    public let currentPage: Int?

    public init(groups: [[Filter]], orders: [Order], pageSize: Int?, currentPage: Int?) {
        self.groups = groups
        self.orders = orders
        self.pageSize = pageSize
        self.currentPage = currentPage
    }
}
