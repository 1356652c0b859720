public import TokenCore

/// The accounts of a Magento installation, out of its tables, into our database: all or nothing (contract: `tokens.md` B to D).
///
/// The files are read once to find what is wrong with them, then once more for each table. Customers and their addresses are staged in
/// many short transactions, for nobody to see; the last one adds the rest and shows everything. Rows are held some at a time; of
/// customers only ids are kept. A row that cannot be is left out and named; what cannot be read at all, or what all others depend on,
/// ends the import, and nothing of it stays.
public struct MagentoImport: Sendable {
    /// Told the step and the rows of it that are done, every ``interval`` rows.
    public typealias Progress = @Sendable (_ step: String, _ rows: Int) -> Void

    private let path: String
    private let prefix: String
    private let keys: CryptKeys
    private let interval: Int
    private let progress: Progress

    /// - Parameters:
    ///   - path: of an SQL dump, or of a folder with one CSV file for each table.
    ///   - prefix: of the names of the tables.
    public init(
        path: String, prefix: String = "", keys: CryptKeys = .none, interval: Int = 50_000, progress: @escaping Progress = { _, _ in }
    ) {
        self.path = path
        self.prefix = prefix
        self.keys = keys
        self.interval = max(1, interval)
        self.progress = progress
    }

    /// - Parameter isDryRun: find out what would be done, on a private copy of the database; everything stays as it is, and nobody
    ///   waits.
    /// - Throws: ``ImportProblem``; then nothing of the import stays. Also what the database throws.
    public func run(
        on core: Core, clock: any WallClock = SystemClock(), isDryRun: Bool = false
    ) async throws -> ImportReport {
        let source = try TableSources.open(path: path, prefix: prefix) { table, row in
            if row.isMultiple(of: interval) { progress("reading \(table.rawValue)", row) }
        }
        defer { core.directory.invalidate() }
        // Keys are made when they are needed first, which a rehearsal is not.
        let box = isDryRun ? Keyring(TransientKeys()) : core.secrets
        let database = isDryRun ? try await core.database.scratchCopy() : core.database
        let job = ImportJob(
            database: database, clock: clock, source: source, sealer: ImportSealer(keys: keys, box: box),
            pause: isDryRun ? .zero : CustomerStaging.pause, interval: interval, progress: progress, audit: audit)
        return try await job.run()
    }

    private func audit(_ report: ImportReport, at now: Timestamp) -> AuditRecord {
        AuditRecord(
            at: now, action: "import.magento", by: .localOperator,
            subject: path.split(separator: "/").last.map(String.init) ?? path, reason: report.summary)
    }
}
