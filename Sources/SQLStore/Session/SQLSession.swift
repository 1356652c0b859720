import TokenCore

/// The store contracts of TokenCore in SQL that every driver accepts. Valid during one transaction of its connection.
struct SQLSession: StoreSession {
    let connection: any SQLConnection

    init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    func first<Row>(_ query: SQLQuery<Row>, _ values: [SQLValue]) throws -> Row? {
        try connection.query(query.sql, values).first.map(query.decode)
    }

    func all<Row>(_ query: SQLQuery<Row>, _ values: [SQLValue] = []) throws -> [Row] {
        try connection.query(query.sql, values).map(query.decode)
    }

    func first<Value>(_ sql: String, _ values: [SQLValue], _ value: (SQLRow) throws -> Value) throws -> Value? {
        try connection.query(sql, values).first.map(value)
    }

    func all<Value>(_ sql: String, _ values: [SQLValue] = [], _ value: (SQLRow) throws -> Value) throws -> [Value] {
        try connection.query(sql, values).map(value)
    }

    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try connection.execute(sql, values)
    }

    /// - Parameter added: values of the columns that are not the record's.
    @discardableResult
    func execute<Row>(_ statement: SQLStatement<Row>, _ row: Row, _ added: [SQLValue] = []) throws -> Int {
        try connection.execute(statement.sql, statement.values(row) + added)
    }

    /// Runs an `INSERT … RETURNING id`.
    func insertedID<Row>(_ statement: SQLStatement<Row>, _ row: Row, _ added: [SQLValue] = []) throws -> Int {
        try insertedID(statement.sql, statement.values(row) + added)
    }

    /// Runs an `INSERT … RETURNING id`.
    func insertedID(_ sql: String, _ values: [SQLValue]) throws -> Int {
        guard let id = try first(sql, values, { try $0.value("id", .int) }) else {
            throw StoreFailure.schema("an insertion returned no id")
        }
        return id
    }
}
