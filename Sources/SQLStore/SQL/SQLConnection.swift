import TokenCore

/// A connection inside one transaction: everything that the statements need of a driver. Parameters are `$1`, `$2`, … and may be used
/// more than once. Errors are ``StoreFailure`` and never carry a value.
protocol SQLConnection {
    var dialect: SQLDialect { get }
    func query(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow]
    /// - Returns: the number of rows inserted, changed or deleted; undefined for statements that define tables.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> Int
    /// The same for a statement that is built for one use: drivers do not cache it.
    func queryOnce(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow]
}

extension SQLConnection {
    func queryOnce(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        try query(sql, values)
    }
}
