import TokenCore

extension SQLSession {
    func customers(matching query: CustomerQuery) throws -> [CustomerAccount] {
        var statement = try CustomerStatement(query)
        let order = try CustomerStatement.order(query)
        let limit = statement.bind(.limit(query.limit))
        let offset = statement.bind(.limit(query.offset))
        let page = Self.customerRecord.query("\(statement.condition) ORDER BY \(order) LIMIT \(limit) OFFSET \(offset)")
        return try connection.queryOnce(page.sql, statement.values).map(page.decode)
    }

    func countCustomers(matching query: CustomerQuery) throws -> Int {
        let statement = try CustomerStatement(query)
        let source = Self.customerRecord.source
        let rows = try connection.queryOnce("SELECT count(*) AS count FROM \(source) \(statement.condition)", statement.values)
        return try rows.first?.value("count", .int) ?? 0
    }
}

/// The condition of a search in SQL. Columns come from a closed list, all values are parameters.
///
/// Texts are compared as bytes: a PostgreSQL database needs the collation `C`.
private struct CustomerStatement {
    private(set) var condition = ""
    private(set) var values: [SQLValue] = []

    init(_ query: CustomerQuery) throws {
        var groups: [String] = []
        for group in query.groups where !group.isEmpty {
            let filters = try group.map { try sql($0) }
            groups.append("(" + filters.joined(separator: " OR ") + ")")
        }
        condition = groups.isEmpty ? "" : "WHERE " + groups.joined(separator: " AND ")
    }

    /// Fields without a value sort before all others; the order is stated because the databases have different defaults.
    static func order(_ query: CustomerQuery) throws -> String {
        let orders = try query.orders.map { try $0.field.column + ($0.isAscending ? " ASC NULLS FIRST" : " DESC NULLS LAST") }
        return (orders + ["id ASC"]).joined(separator: ", ")
    }

    /// Binds one more value. - Returns: its parameter.
    mutating func bind(_ value: SQLValue) -> String {
        values.append(value)
        return "$\(values.count)"
    }

    private mutating func bind(_ value: CustomerQuery.Value) -> String {
        let stored: SQLValue =
            switch value {
            case .number(let number): .integer(number)
            case .text(let text): .text(text)
            }
        return bind(stored)
    }

    private mutating func sql(_ filter: CustomerQuery.Filter) throws -> String {
        let column = try filter.field.column
        switch filter.condition {
        case .among(let values, let isNegated):
            guard !values.isEmpty else { return isNegated ? "\(column) IS NOT NULL" : "1 = 0" }
            return "\(column) \(isNegated ? "NOT IN" : "IN") (" + values.map { bind($0) }.joined(separator: ", ") + ")"
        case .order(let relation, let value):
            let bounded = "\(column) \(relation.sql) \(bind(value))"
            guard filter.field.kind == .moment else { return bounded }
            // With a bound at both ends SQLite uses the index; with one bound it prefers to read all rows in order of id.
            return "(\(bounded) AND \(column) \(relation.opposite) \(bind(SQLValue.integer(relation.end))))"
        case .like(let pattern, let isNegated):
            return try like(filter.field, pattern, isNegated)
        case .listed(let member, let isNegated):
            let parameter = bind(SQLValue.text("%," + Self.literal(member) + ",%"))
            return "',' || \(try filter.field.text) || ',' \(isNegated ? "NOT LIKE" : "LIKE") \(parameter) ESCAPE '\\'"
        case .within(let first, let end, let isNegated):
            let (from, to) = (bind(.integer(first)), bind(.integer(end)))
            return isNegated ? "(\(column) < \(from) OR \(column) >= \(to))" : "(\(column) >= \(from) AND \(column) < \(to))"
        case .isNull(let isNegated):
            return "\(column) \(isNegated ? "IS NOT NULL" : "IS NULL")"
        case .never:
            return "1 = 0"
        }
    }

    /// The literal start of a pattern limits the search to a range of the index, and `LIKE` decides within it. The escape character is
    /// stated, because PostgreSQL has one by default and SQLite has none.
    private mutating func like(_ field: CustomerQuery.Field, _ pattern: String, _ isNegated: Bool) throws -> String {
        let escaped = pattern.replacing("\\", with: "\\\\")
        let like = "\(try field.text) \(isNegated ? "NOT LIKE" : "LIKE") \(bind(SQLValue.text(escaped))) ESCAPE '\\'"
        let start = String(String.UnicodeScalarView(pattern.unicodeScalars.prefix { $0 != "%" && $0 != "_" }))
        guard !isNegated, field.kind == .text, let end = Self.successor(of: start) else { return like }
        let (from, to) = (bind(SQLValue.text(start)), bind(SQLValue.text(end)))
        let column = try field.column
        return "(\(column) >= \(from) AND \(column) < \(to) AND \(like))"
    }

    /// The least text that is greater than all texts with this start; `nil` when the last scalar has no successor.
    private static func successor(of start: String) -> String? {
        var scalars = Array(start.unicodeScalars)
        guard let last = scalars.popLast(), let next = Unicode.Scalar(last.value + 1) else { return nil }
        scalars.append(next)
        return String(String.UnicodeScalarView(scalars))
    }

    private static func literal(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}

extension CustomerQuery.Relation {
    fileprivate var sql: String {
        switch self {
        case .less: "<"
        case .atMost: "<="
        case .greater: ">"
        case .atLeast: ">="
        }
    }

    fileprivate var opposite: String { end == .max ? "<=" : ">=" }

    /// The bound that no value exceeds on the open side of the relation.
    fileprivate var end: Int64 {
        switch self {
        case .less, .atMost: .min
        case .greater, .atLeast: .max
        }
    }
}

extension CustomerQuery.Field {
    /// The expression that is compared.
    fileprivate var column: String {
        get throws(StoreFailure) {
            guard let column = Self.columns[self] else { throw .schema("no column is searched for \(rawValue)") }
            return column
        }
    }

    fileprivate var text: String {
        get throws(StoreFailure) { kind == .text ? try column : "CAST(\(try column) AS TEXT)" }
    }

    private static let columns = Dictionary(
        uniqueKeysWithValues: SQLSession.customerRecord.columns.compactMap(\.search).map { ($0.field, $0.expression) })
}
