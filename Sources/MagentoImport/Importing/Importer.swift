import TokenCore

/// What of an import goes in at its end, in one transaction: all but customers and addresses, which are staged before. The steps follow
/// one another as rows refer to each other.
final class Importer {
    let session: any StoreSession
    let source: any TableSource
    let sealer: ImportSealer
    let now: Timestamp
    /// Whether start values of the database may be replaced: nobody has used them.
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
        for row in access.oddRows + credentials.oddRows { report.skip(row, row.table == .token ? "integrations" : "roles") }
        try importAdmins(roles: importRoles(access), access, passwords)
        try importIntegrations(access, credentials)
        for table in MagentoTable.allCases {
            if source.counts[table] != nil, let reason = table.skipped { report.note("\(table.rawValue) is skipped: \(reason).") }
        }
        return report
    }

    /// Each row of a table, told to the progress. Its problems leave it out and nothing else.
    func eachRow(of table: MagentoTable, _ kind: String, _ body: (TableRow) throws -> Void) throws {
        try everyRow(of: table) { row in
            do {
                try body(row)
            } catch let problem as ImportProblem where !problem.isGeneral {
                report.skip(row.odd(problem, in: table), kind)
            }
        }
    }

    /// The same for rows that everything else depends on: their problems end the import.
    func everyRow(of table: MagentoTable, _ body: (TableRow) throws -> Void) throws {
        var count = 0
        try source.rows(of: table) { row in
            try body(row)
            count += 1
            progress(table.rawValue, count)
        }
    }
}
