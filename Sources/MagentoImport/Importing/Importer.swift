import TokenCore

/// One import inside its transaction. The steps follow one another as rows refer to each other.
final class Importer {
    let session: any StoreSession
    let source: any TableSource
    let sealer: ImportSealer
    let now: Timestamp
    /// Whether start values of the database may be replaced: nobody has used them.
    let isFresh: Bool
    var report = ImportReport()
    private let progress: (String, Int) -> Void
    /// The crypt keys beside keyed hashes, sealed once for all.
    private var sealedKeys: String?

    init(
        _ session: any StoreSession, _ source: any TableSource, _ sealer: ImportSealer, _ now: Timestamp,
        progress: @escaping (_ step: String, _ row: Int) -> Void
    ) throws {
        self.session = session
        self.source = source
        self.sealer = sealer
        self.now = now
        self.progress = progress
        isFresh = try !session.hasCustomers()
    }

    func run() throws -> ImportReport {
        try importSites()
        try importGroups()
        try importSettings()
        let access = try AccessRules(source)
        try importAdmins(roles: importRoles(access), access)
        let customers = try importCustomers()
        try importAddresses(of: customers)
        try importIntegrations(access)
        for table in MagentoTable.allCases {
            if source.counts[table] != nil, let reason = table.skipped { report.note("\(table.rawValue) is skipped: \(reason).") }
        }
        report.finish()
        return report
    }

    /// Each row of a table, told to the progress.
    func eachRow(of table: MagentoTable, _ body: (TableRow) throws -> Void) throws {
        var count = 0
        try source.rows(of: table) { row in
            try body(row)
            count += 1
            progress(table.rawValue, count)
        }
    }

    /// A stored password; `nil` when there is none that a password could fit here.
    ///
    /// Throws for parameters out of bounds and for versions that are not known.
    func passwordHash(_ row: TableRow, _ column: String, _ kind: String) throws -> String? {
        guard let text = try row.filledText(column) else { return nil }
        if PasswordForms.isAcceptable(text) {
            if !PasswordForms.needsKey(text) { return text }
            if let sealed = try sealedKeys ?? sealer.sealedCryptKeys() {
                sealedKeys = sealed
                return PasswordForms.keyed(text, with: sealed)
            }
        }
        guard text.split(separator: ":", omittingEmptySubsequences: false).count < 3 else {
            throw row.problem("\(column) is of a version that is not known, or its parameters are out of bounds")
        }
        report.count(.skipped, "passwords of \(kind)")
        return nil
    }
}
