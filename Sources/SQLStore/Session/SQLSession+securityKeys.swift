import TokenCore

extension SQLSession {
    func securityKeys(ofAdmin id: Int) throws -> [SecurityKeyRecord] {
        try all("\(Self.selectKey) WHERE admin_id = $1 ORDER BY id", [.int(id)], Self.key)
    }

    func securityKey(credentialID: String) throws -> SecurityKeyRecord? {
        try first("\(Self.selectKey) WHERE credential_id = $1", [.text(credentialID)], Self.key)
    }

    func insert(_ key: SecurityKeyRecord) throws -> Int {
        try insertedID(
            """
            INSERT INTO security_key (admin_id, credential_id, public_key, aaguid, counter, created_at, last_used_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
            """,
            [
                .int(key.adminID), .text(key.credentialID), .text(key.publicKey), .text(key.aaguid), .integer(key.counter),
                .moment(key.createdAt), .moment(key.lastUsedAt),
            ])
    }

    func recordUse(ofSecurityKey id: Int, counter: Int64, at now: Timestamp) throws {
        try execute("UPDATE security_key SET counter = $2, last_used_at = $3 WHERE id = $1", [.int(id), .integer(counter), .moment(now)])
    }

    func deleteSecurityKey(id: Int, ofAdmin adminID: Int) throws -> Bool {
        try execute("DELETE FROM security_key WHERE id = $1 AND admin_id = $2", [.int(id), .int(adminID)]) > 0
    }

    func deleteSecurityKeys(ofAdmin id: Int) throws {
        try execute("DELETE FROM security_key WHERE admin_id = $1", [.int(id)])
    }

    private static let selectKey = """
        SELECT id, admin_id, credential_id, public_key, aaguid, counter, created_at, last_used_at FROM security_key
        """

    private static func key(_ row: SQLRow) throws -> SecurityKeyRecord {
        SecurityKeyRecord(
            id: try row.int("id"),
            adminID: try row.int("admin_id"),
            credentialID: try row.text("credential_id"),
            publicKey: try row.text("public_key"),
            aaguid: try row.text("aaguid"),
            counter: try row.optionalInteger("counter") ?? 0,
            createdAt: try row.moment("created_at"),
            lastUsedAt: try row.optionalMoment("last_used_at"))
    }
}
