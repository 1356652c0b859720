public import TokenCore

/// Imports the accounts of a Magento installation from its tables (contract: `tokens.md` B to D). An import is complete or leaves nothing.
///
/// The files are read once to validate them, then once more for each table. Customers and their addresses are staged in many short
/// transactions and stay invisible; the last transaction adds the rest and makes everything visible. Memory holds a bounded number of rows;
/// of customers only the ids are kept. A row with invalid content is rejected and reported. A file that cannot be read, or an invalid row
/// that all others depend on, ends the import.
public struct MagentoImport: Sendable {
    /// Called every `interval` rows with the current step and its number of processed rows.
    public typealias Progress = @Sendable (_ step: String, _ rows: Int) -> Void

    private let path: String
    private let prefix: String
    private let keys: CryptKeys
    private let interval: Int
    private let progress: Progress

    /// - Parameters:
    ///   - path: an SQL dump, or a folder with one CSV file per table.
    ///   - prefix: the prefix of all table names.
    public init(
        path: String, prefix: String = "", keys: CryptKeys = .none, interval: Int = 50_000, progress: @escaping Progress = { _, _ in }
    ) {
        self.path = path
        self.prefix = prefix
        self.keys = keys
        self.interval = max(1, interval)
        self.progress = progress
    }

    /// - Parameter isDryRun: reports what an import would do, using a private copy of the database, without changing or blocking anything.
    /// - Throws: ``ImportProblem``, and errors of the database; then nothing is imported.
    public func run(
        on core: Core, clock: any WallClock = SystemClock(), isDryRun: Bool = false
    ) async throws -> ImportReport {
        let source = try TableSources.open(path: path, prefix: prefix) { table, row in
            if row.isMultiple(of: interval) { progress("reading \(table.rawValue)", row) }
        }
        defer { core.directory.invalidate() }
        // Keys are created at their first use, which a dry run must not be.
        let keyring = isDryRun ? Keyring(TransientKeys()) : core.secrets
        let database = isDryRun ? try await core.database.scratchCopy() : core.database
        let job = ImportJob(
            database: database, clock: clock, source: source, sealer: ImportSealer(keys: keys, keyring: keyring),
            pause: isDryRun ? .zero : CustomerStaging.pause, interval: interval, progress: progress, audit: audit)
        return try await job.run()
    }

    private func audit(_ report: ImportReport, at now: Timestamp) -> AuditRecord {
        AuditRecord(
            at: now, action: "import.magento", by: .localOperator,
            subject: path.split(separator: "/").last.map(String.init) ?? path, reason: report.summary)
    }
}
