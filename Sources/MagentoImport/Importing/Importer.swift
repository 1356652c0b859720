import TokenCore

/// The last transaction of an import: everything but customers and addresses, which were staged before. The order of the steps follows the
/// references between rows.
final class Importer {
    let session: any StoreSession
    let source: any TableSource
    let sealer: ImportSealer
    let now: Timestamp
    /// Whether the initial rows of the database may be replaced, because no customer exists.
    let isFresh: Bool
    var report = ImportReport()
    private let progress: (String, Int) -> Void

    init(
        _ session: any StoreSession, _ source: any TableSource, _ sealer: ImportSealer, _ now: Timestamp, isFresh: Bool,
        progress: @escaping (_ step: String, _ row: Int) -> Void
    ) {
        self.session = session
        self.source = source
        self.sealer = sealer
        self.now = now
        self.progress = progress
        self.isFresh = isFresh
    }

    func run(_ access: AccessRules, _ credentials: IntegrationRows, _ passwords: StoredPasswords) throws -> ImportReport {
        try importSites()
        try importGroups()
        try importSettings()
        for row in access.rejectedRows + credentials.rejectedRows { report.skip(row, row.table == .token ? "integrations" : "roles") }
        try importAdmins(roles: importRoles(access), access, passwords)
        try importIntegrations(access, credentials)
        for table in MagentoTable.allCases {
            if source.counts[table] != nil, let reason = table.skipped { report.note("\(table.rawValue) is skipped: \(reason).") }
        }
        return report
    }

    /// Calls a body for each row of a table and reports progress. A problem rejects only its row.
    func forEachRow(of table: MagentoTable, _ kind: String, _ body: (TableRow) throws -> Void) throws {
        try forEachRequiredRow(of: table) { row in
            do {
                try body(row)
            } catch let problem as ImportProblem where !problem.isGeneral {
                report.skip(row.rejected(problem, in: table), kind)
            }
        }
    }

    /// The same for rows that all others depend on: a problem ends the import.
    func forEachRequiredRow(of table: MagentoTable, _ body: (TableRow) throws -> Void) throws {
        var count = 0
        try source.rows(of: table) { row in
            try body(row)
            count += 1
            progress(table.rawValue, count)
        }
    }
}
