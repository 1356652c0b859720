public import TokenCore

/// The accounts of a Magento installation, out of its tables, into our database: all or nothing (contract: `tokens.md` B to D).
///
/// The files are read once to find what is wrong with them, then once more for each table, in one write transaction. Rows are held one
/// at a time; of customers only ids are kept.
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

    /// What a rehearsal ends its transaction with.
    private struct Rehearsed: Error {
        let report: ImportReport
    }

    /// - Parameter isRehearsal: find out what would be done, and leave everything as it is.
    /// - Throws: ``ImportProblem``; then nothing of the import stays. Also what the database throws.
    public func run(
        on core: Core, clock: any WallClock = SystemClock(), isRehearsal: Bool = false
    ) async throws -> ImportReport {
        let source = try TableSources.open(path: path, prefix: prefix) { table, row in
            if row.isMultiple(of: interval) { progress("reading \(table.rawValue)", row) }
        }
        let now = clock.now()
        // Keys are made when they are needed first, which a rehearsal is not.
        let sealer = ImportSealer(keys: keys, box: isRehearsal ? SecretBox(TransientKeys()) : core.secrets)
        defer { core.directory.forget() }
        do {
            return try await core.database.write { session in
                let importer = try Importer(session, source, sealer, now) { step, rows in
                    if rows.isMultiple(of: interval) { progress(step, rows) }
                }
                let report = try importer.run()
                if isRehearsal { throw Rehearsed(report: report) }
                if !report.isUnchanged { try session.append(audit(report, at: now)) }
                return report
            }
        } catch let rehearsed as Rehearsed {
            return rehearsed.report
        }
    }

    private func audit(_ report: ImportReport, at now: Timestamp) -> AuditRecord {
        AuditRecord(
            at: now, action: "import.magento", actorKind: "operator", actorID: nil,
            subject: path.split(separator: "/").last.map(String.init) ?? path, address: "cli", requestID: "", outcome: .success,
            reason: report.summary)
    }
}
