import TokenCore

extension SQLSession {
    func secondFactor(ofAdmin id: Int, _ provider: String) throws -> SecondFactorRecord? {
        try first("\(Self.selectFactor) WHERE admin_id = $1 AND provider = $2", [.int(id), .text(provider)], Self.factor)
    }

    func secondFactors(ofAdmin id: Int) throws -> [SecondFactorRecord] {
        try all("\(Self.selectFactor) WHERE admin_id = $1 ORDER BY provider", [.int(id)], Self.factor)
    }

    func secondFactors(afterAdmin id: Int, limit: Int) throws -> [SecondFactorRecord] {
        try all(
            """
            \(Self.selectFactor) WHERE admin_id IN
                (SELECT DISTINCT admin_id FROM second_factor WHERE admin_id > $1 ORDER BY admin_id LIMIT $2)
            ORDER BY admin_id, provider
            """, [.int(id), .limit(limit)], Self.factor)
    }

    func set(_ record: SecondFactorRecord) throws {
        let values: [SQLValue] = [
            .int(record.adminID), .text(record.provider), .moment(record.activatedAt), .text(record.state), .int(record.revision),
        ]
        let changed =
            record.revision == 0
            ? try execute(
                """
                INSERT INTO second_factor (admin_id, provider, activated_at, state, revision) VALUES ($1, $2, $3, $4, $5 + 1)
                ON CONFLICT (admin_id, provider) DO NOTHING
                """, values)
            : try execute(
                """
                UPDATE second_factor SET activated_at = $3, state = $4, revision = revision + 1
                WHERE admin_id = $1 AND provider = $2 AND revision = $5
                """, values)
        guard changed == 1 else { throw StoreFailure.contention("a second factor was changed at the same moment") }
    }

    func deleteSecondFactor(ofAdmin id: Int, _ provider: String) throws -> Bool {
        try execute("DELETE FROM second_factor WHERE admin_id = $1 AND provider = $2", [.int(id), .text(provider)]) > 0
    }

    func secondFactorPreference(ofAdmin id: Int) throws -> SecondFactorPreference? {
        try first("SELECT providers, default_provider FROM second_factor_preference WHERE admin_id = $1", [.int(id)]) { row in
            SecondFactorPreference(
                providers: try row.text("providers").split(separator: ",").map(String.init),
                defaultProvider: try row.optionalText("default_provider"))
        }
    }

    func set(_ preference: SecondFactorPreference, ofAdmin id: Int) throws {
        try execute(
            """
            INSERT INTO second_factor_preference (admin_id, providers, default_provider) VALUES ($1, $2, $3)
            ON CONFLICT (admin_id) DO UPDATE SET providers = excluded.providers, default_provider = excluded.default_provider
            """, [.int(id), .text(preference.providers.joined(separator: ",")), .text(preference.defaultProvider)])
    }

    private static let selectFactor = "SELECT admin_id, provider, activated_at, state, revision FROM second_factor"

    private static func factor(_ row: SQLRow) throws -> SecondFactorRecord {
        SecondFactorRecord(
            adminID: try row.int("admin_id"),
            provider: try row.text("provider"),
            activatedAt: try row.optionalMoment("activated_at"),
            state: try row.text("state"),
            revision: try row.int("revision"))
    }
}
