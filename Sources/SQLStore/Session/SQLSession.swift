import TokenCore

/// The store contracts of TokenCore over any database that speaks this SQL. Lives as long as the transaction of its connection.
struct SQLSession: StoreSession {
    let connection: any SQLConnection

    init(_ connection: any SQLConnection) {
        self.connection = connection
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

    /// Runs an `INSERT … RETURNING id`.
    func insertedID(_ sql: String, _ values: [SQLValue]) throws -> Int {
        guard let id = try first(sql, values, { try $0.int("id") }) else {
            throw StoreFailure.schema("an insertion returned no id")
        }
        return id
    }
}
