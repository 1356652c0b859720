import GRDB
public import TokenCore

extension SQLiteDatabase {
    /// Whether a secret is stored that only the present keys decrypt. Blocks; for use at startup.
    public func holdsSealedSecrets() throws -> Bool {
        try readHere { try $0.holdsSealedSecrets() }
    }

    /// Reads from a file without creating, migrating or locking it, as ``inspect(path:)`` does. Blocks.
    ///
    /// - Parameter body: may run twice.
    /// - Returns: `nil` when there is no file, or when its tables are not those of this version.
    ///
    /// Throws what the body throws, and ``StoreFailure``.
    public static func readOffline<Result>(path: String, _ body: (any StoreSession) throws -> Result) throws -> Result? {
        let file = try SQLiteFile(path: path)
        guard let before = try file.state() else { return nil }
        // What was read without a lock is valid if nothing wrote to the file meanwhile.
        if !before.hasSideFiles, let result = try? read(file.immutableURI, body), try file.state() == before { return result }
        do {
            return try read(file.path, body)
        } catch {
            throw StoreFailure.map(error)
        }
    }

    private static func read<Result>(_ path: String, _ body: (any StoreSession) throws -> Result) throws -> Result? {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration).read { connection in
            let transaction = SQLiteTransaction(connection)
            guard try SchemaHistory.current.status(on: transaction, .sqlite) == .current else { return nil }
            return try body(SQLSession(transaction))
        }
    }
}
