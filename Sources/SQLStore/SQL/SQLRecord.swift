import TokenCore

/// How records of one type are kept in a table. The list of columns is the only place that names them: every statement about whole
/// records, and the decoding of rows, follow from it.
///
/// The columns stand in the order of the parameters of the record's initialiser, so a missing one does not compile.
struct SQLRecord<Row: Sendable>: Sendable {
    let table: String
    /// What rows are read from: the table, or a view of it.
    let source: String
    let columns: [StoredColumn<Row>]
    /// Reads a record from the first columns of a row.
    let decode: @Sendable (SQLRow) throws -> Row

    /// - Parameters:
    ///   - view: what rows are read from, if not the table.
    ///   - make: the initialiser of the record.
    init<each Value: Sendable>(
        _ table: String, readFrom view: String? = nil, _ make: @escaping @Sendable (repeat each Value) -> Row,
        _ columns: repeat SQLColumn<Row, each Value>
    ) {
        self.table = table
        source = view ?? table
        var stored: [StoredColumn<Row>] = []
        for column in repeat each columns { stored += column.stored }
        self.columns = stored
        decode = { row in
            var position = 0
            return make(repeat try (each columns).read(row, &position))
        }
    }

    /// What a SELECT or RETURNING reads for ``decode``.
    var selection: String { columns.compactMap(\.selection).joined(separator: ", ") }
}

/// A prepared statement that reads records. Stored, not built for each use.
struct SQLQuery<Row: Sendable>: Sendable {
    let sql: String
    let decode: @Sendable (SQLRow) throws -> Row
}

/// A prepared statement that writes a record. Stored, not built for each use.
struct SQLStatement<Row: Sendable>: Sendable {
    let sql: String
    private let binds: [@Sendable (Row) -> SQLValue]

    fileprivate init(_ sql: String, _ columns: [StoredColumn<Row>]) {
        self.sql = sql
        binds = columns.compactMap(\.bind)
    }

    /// The parameters of the statement; those of columns that are not the record's come after them.
    func values(_ row: Row) -> [SQLValue] { binds.map { $0(row) } }
}

extension SQLRecord {
    /// - Parameters:
    ///   - rest: what follows the name of the table: joins, condition, order, limit.
    ///   - columns: expressions that are selected after the columns of the record, which then carry the name of the table.
    func query(_ rest: String = "", adding columns: [String] = []) -> SQLQuery<Row> {
        let own = columns.isEmpty ? selection : self.columns.compactMap(\.selection).map { "\(source).\($0)" }.joined(separator: ", ")
        return SQLQuery(sql: "SELECT \(([own] + columns).joined(separator: ", ")) FROM \(source) \(rest)", decode: decode)
    }

    /// - Parameters:
    ///   - keepsKey: the record brings its generated key.
    ///   - columns: columns that are not the record's.
    ///   - rest: what follows the values.
    func insert(keepsKey: Bool = false, adding columns: [String] = [], _ rest: String = "") -> SQLStatement<Row> {
        let written = self.columns.filter { $0.bind != nil && (keepsKey || $0.use != .generatedKey) }
        let names = written.map(\.name) + columns
        let sql = "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(Self.parameters(names.count))) \(rest)"
        return SQLStatement(sql, written)
    }

    /// Inserts a record, or changes the one with the same key.
    /// - Parameter keys: columns of the key that are not the record's.
    func upsert(by keys: [String] = []) -> SQLStatement<Row> {
        let key = columns.filter { $0.use == .key }.map(\.name) + keys
        let changes = columns.filter { $0.use == .changeable && $0.bind != nil }.map { "\($0.name) = excluded.\($0.name)" }
        return insert(
            adding: keys, "ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(changes.joined(separator: ", "))")
    }

    /// Rewrites the changeable columns of the row with the record's key.
    /// - Parameter columns: columns that have to hold given values as well.
    func update(matching columns: [String] = []) -> SQLStatement<Row> {
        let changed = self.columns.filter { $0.use == .changeable && $0.bind != nil }
        let keys = self.columns.filter { $0.use == .key || $0.use == .generatedKey }
        let changes = Self.equations(changed.map(\.name), from: 1)
        let conditions = Self.equations(keys.map(\.name) + columns, from: changed.count + 1)
        return SQLStatement(
            "UPDATE \(table) SET \(changes.joined(separator: ", ")) WHERE \(conditions.joined(separator: " AND "))", changed + keys)
    }

    private static func equations(_ names: [String], from first: Int) -> [String] {
        zip(names, first...).map { "\($0) = $\($1)" }
    }

    private static func parameters(_ count: Int) -> String {
        (0..<count).map { "$\($0 + 1)" }.joined(separator: ", ")
    }
}
