import TokenCore

extension SQLSession {
    func secondFactor(ofAdmin id: Int, _ provider: String) throws -> SecondFactorRecord? {
        try first(Self.factorOfAdmin, [.int(id), .text(provider)])
    }

    func secondFactors(ofAdmin id: Int) throws -> [SecondFactorRecord] {
        try all(Self.factorsOfAdmin, [.int(id)])
    }

    func secondFactors(afterAdmin id: Int, limit: Int) throws -> [SecondFactorRecord] {
        try all(Self.factorsAfterAdmin, [.int(id), .limit(limit)])
    }

    func set(_ record: SecondFactorRecord) throws {
        let changed =
            record.revision == 0
            ? try execute(Self.insertFactor, record) : try execute(Self.updateFactor, record, [.int(record.revision)])
        guard changed == 1 else { throw StoreFailure.contention("a second factor was changed at the same moment") }
    }

    func deleteSecondFactor(ofAdmin id: Int, _ provider: String) throws -> Bool {
        try execute("DELETE FROM second_factor WHERE admin_id = $1 AND provider = $2", [.int(id), .text(provider)]) > 0
    }

    func secondFactorPreference(ofAdmin id: Int) throws -> SecondFactorPreference? {
        try first(Self.preferenceOfAdmin, [.int(id)])
    }

    func set(_ preference: SecondFactorPreference, ofAdmin id: Int) throws {
        try execute(Self.setPreference, preference, [.int(id)])
    }

    private static let factorRecord = SQLRecord(
        "second_factor", SecondFactorRecord.init,
        .column("admin_id", \.adminID, .int, .key),
        .column("provider", \.provider, .text, .key),
        .optional("activated_at", \.activatedAt, .moment),
        .column("state", \.state, .text),
        .revision)

    private static let factorOfAdmin = factorRecord.query("WHERE admin_id = $1 AND provider = $2")
    private static let factorsOfAdmin = factorRecord.query("WHERE admin_id = $1 ORDER BY provider")
    private static let factorsAfterAdmin = factorRecord.query(
        """
        WHERE admin_id IN (SELECT DISTINCT admin_id FROM second_factor WHERE admin_id > $1 ORDER BY admin_id LIMIT $2)
        ORDER BY admin_id, provider
        """)
    private static let insertFactor = factorRecord.insert("ON CONFLICT (admin_id, provider) DO NOTHING")
    private static let updateFactor = factorRecord.update(matching: ["revision"])

    private static let preferenceRecord = SQLRecord(
        "second_factor_preference", SecondFactorPreference.init,
        .column("providers", \.providers, .commaSeparated),
        .optional("default_provider", \.defaultProvider, .text))

    private static let preferenceOfAdmin = preferenceRecord.query("WHERE admin_id = $1")
    private static let setPreference = preferenceRecord.upsert(by: ["admin_id"])
}

extension SQLColumn where Row == SecondFactorRecord, Value == Int {
    /// Every write makes the next revision.
    fileprivate static let revision = SQLColumn(stored: [
        StoredColumn("revision", selection: "revision") { .int($0.revision &+ 1) }
    ]) { row, position in try row.next(&position, .int) }
}
