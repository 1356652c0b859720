/// A validated search for customers, with values in the form that stores search by.
public struct CustomerQuery: Sendable, Equatable {
    /// The searchable fields. The list is closed, so no name from a client reaches a statement.
    public enum Field: String, Sendable, CaseIterable {
        case id
        case groupID = "group_id"
        case defaultBilling = "default_billing"
        case defaultShipping = "default_shipping"
        case confirmation
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case createdIn = "created_in"
        case dateOfBirth = "dob"
        case email
        case firstName = "firstname"
        case lastName = "lastname"
        case middleName = "middlename"
        case prefix, suffix, gender
        case storeID = "store_id"
        case taxNumber = "taxvat"
        case websiteID = "website_id"
        case disablesAutoGroupChange = "disable_auto_group_change"

        public enum Kind: Sendable {
            case whole, text, moment
        }

        public var kind: Kind {
            switch self {
            case .id, .groupID, .defaultBilling, .defaultShipping, .gender, .storeID, .websiteID, .disablesAutoGroupChange: .whole
            case .createdAt, .updatedAt: .moment
            default: .text
            }
        }
    }

    public enum Value: Sendable, Equatable {
        /// A number, or the milliseconds of a moment.
        case number(Int64)
        /// In the form of ``LoginName/folded(_:)``.
        case text(String)
    }

    public enum Relation: Sendable, Equatable {
        case less, atMost, greater, atLeast
    }

    /// A condition on a field. A field without a value matches only ``isNull(_:)``, also under negation.
    public enum Condition: Sendable, Equatable {
        case among([Value], Bool)
        case order(Relation, Value)
        /// `%` matches any characters, `_` one character; no other character is special.
        case like(String, Bool)
        /// The value is an element of the comma-separated list in the field.
        case listed(String, Bool)
        /// From the first to before the second.
        case within(Int64, Int64, Bool)
        case isNull(Bool)
        /// Matches nothing.
        case never
    }

    public struct Filter: Sendable, Equatable {
        public let field: Field
        public let condition: Condition

        public init(_ field: Field, _ condition: Condition) {
            self.field = field
            self.condition = condition
        }
    }

    public struct Order: Sendable, Equatable {
        public let field: Field
        public let isAscending: Bool

        public init(_ field: Field, isAscending: Bool) {
            self.field = field
            self.isAscending = isAscending
        }
    }

    /// One filter of each group must pass.
    public let groups: [[Filter]]
    /// After these by id, ascending.
    public let orders: [Order]
    public let limit: Int
    public let offset: Int

    public init(groups: [[Filter]] = [], orders: [Order] = [], limit: Int, offset: Int = 0) {
        self.groups = groups
        self.orders = orders
        self.limit = limit
        self.offset = offset
    }
}
