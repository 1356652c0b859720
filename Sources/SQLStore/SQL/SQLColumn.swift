import TokenCore

/// One member of a record: the column or columns that keep it, and how it is read from a row.
///
/// The functions below make one; an ``SQLRecord`` is a list of them in the order of the parameters of the record's initialiser.
struct SQLColumn<Row: Sendable, Value: Sendable>: Sendable {
    let stored: [StoredColumn<Row>]
    /// Reads the member at a position of a row and moves the position past its columns.
    let read: @Sendable (SQLRow, _ position: inout Int) throws -> Value

    init(stored: [StoredColumn<Row>], read: @escaping @Sendable (SQLRow, _ position: inout Int) throws -> Value) {
        self.stored = stored
        self.read = read
    }
}

/// A column of a table: which statements name it, and what they bind.
struct StoredColumn<Row: Sendable>: Sendable {
    enum Use: Sendable {
        /// Made by the database; finds the row.
        case generatedKey
        /// Comes with the record; finds the row.
        case key
        /// Written by INSERT, never changed.
        case fixed
        /// Written by INSERT and UPDATE.
        case changeable
    }

    let name: String
    let use: Use
    /// The expression by which it is read; `nil` for one that is never read.
    let selection: String?
    /// What INSERT and UPDATE bind; `nil` for one that is only read.
    let bind: (@Sendable (Row) -> SQLValue)?
    /// The field of a search that it serves, with the expression that is compared.
    let search: (field: CustomerQuery.Field, expression: String)?

    init(
        _ name: String, _ use: Use = .changeable, selection: String?, search: (field: CustomerQuery.Field, expression: String)? = nil,
        bind: (@Sendable (Row) -> SQLValue)?
    ) {
        self.name = name
        self.use = use
        self.selection = selection
        self.bind = bind
        self.search = search
    }
}

extension SQLColumn {
    /// A column that always holds a value.
    /// - Parameters:
    ///   - folded: a second column that keeps the text as ``LoginName/folded(_:)`` has it; searches use that one.
    ///   - search: the field of a search that it serves.
    ///   - expression: what a search compares, if not the column itself.
    static func column(
        _ name: String, _ get: @escaping @Sendable (Row) -> Value, _ type: SQLType<Value>, _ use: StoredColumn<Row>.Use = .changeable,
        folded: String? = nil, search: CustomerQuery.Field? = nil
    ) -> SQLColumn {
        SQLColumn(stored: columns(name, use, folded: folded, search: search) { type.bind(get($0)) }) { row, position in
            try row.next(&position, type)
        }
    }

    /// A column that holds NULL for `nil`.
    static func optional<Wrapped>(
        _ name: String, _ get: @escaping @Sendable (Row) -> Wrapped?, _ type: SQLType<Wrapped>, _ use: StoredColumn<Row>.Use = .changeable,
        folded: String? = nil, search: CustomerQuery.Field? = nil, searchedAs expression: String? = nil
    ) -> SQLColumn where Value == Wrapped? {
        let stored = columns(name, use, folded: folded, search: search, searchedAs: expression) { get($0).map(type.bind) ?? .null }
        return SQLColumn(stored: stored) { row, position in try row.nextIfPresent(&position, type) }
    }

    /// An expression that is read and never written.
    static func computed(_ name: String, _ expression: String, _ type: SQLType<Value>) -> SQLColumn {
        SQLColumn(stored: [StoredColumn(name, selection: "\(expression) AS \(name)", bind: nil)]) { row, position in
            try row.next(&position, type)
        }
    }

    /// A member that another table keeps, with the value that it has until that table is read.
    static func elsewhere(_ initial: Value) -> SQLColumn {
        SQLColumn(stored: []) { _, _ in initial }
    }

    private static func columns(
        _ name: String, _ use: StoredColumn<Row>.Use, folded: String?, search: CustomerQuery.Field?, searchedAs expression: String? = nil,
        _ bind: @escaping @Sendable (Row) -> SQLValue
    ) -> [StoredColumn<Row>] {
        let searched = search.map { (field: $0, expression: expression ?? folded ?? name) }
        let own = StoredColumn(name, use, selection: name, search: searched, bind: bind)
        guard let folded else { return [own] }
        let copyUse: StoredColumn<Row>.Use = use == .changeable ? .changeable : .fixed
        return [own, StoredColumn(folded, copyUse, selection: nil) { bind($0).folded }]
    }
}

extension SQLValue {
    /// A text as it is searched and ordered by.
    fileprivate var folded: SQLValue {
        if case .string(let text) = self { .text(LoginName.folded(text)) } else { self }
    }
}
