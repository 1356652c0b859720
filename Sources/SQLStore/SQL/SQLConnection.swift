import TokenCore

/// A connection inside one transaction: all that the records need of a driver. Parameters are `$1`, `$2`, … and may be used more
/// than once. Errors are ``StoreFailure`` and never carry a value.
protocol SQLConnection {
    var dialect: SQLDialect { get }
    func query(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow]
    /// - Returns: how many rows were inserted, changed or deleted; without meaning for statements that define tables.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> Int
    /// The same for a statement that is put together for one use: drivers keep no plan of it.
    func queryOnce(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow]
}

extension SQLConnection {
    func queryOnce(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        try query(sql, values)
    }
}
