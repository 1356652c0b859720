import TokenCore

extension SQLSession {
    func securityKeys(ofAdmin id: Int) throws -> [SecurityKeyRecord] {
        try all(Self.keysOfAdmin, [.int(id)])
    }

    func securityKey(credentialID: String) throws -> SecurityKeyRecord? {
        try first(Self.keyByCredential, [.text(credentialID)])
    }

    func insert(_ key: SecurityKeyRecord) throws -> Int {
        try insertedID(Self.insertKey, key)
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

    private static let keyRecord = SQLRecord(
        "security_key", SecurityKeyRecord.init,
        .column("id", \.id, .int, .generatedKey),
        .column("admin_id", \.adminID, .int, .fixed),
        .column("credential_id", \.credentialID, .text, .fixed),
        .column("public_key", \.publicKey, .text, .fixed),
        .column("aaguid", \.aaguid, .text, .fixed),
        .column("counter", \.counter, .integer),
        .column("created_at", \.createdAt, .moment, .fixed),
        .optional("last_used_at", \.lastUsedAt, .moment))

    private static let keysOfAdmin = keyRecord.query("WHERE admin_id = $1 ORDER BY id")
    private static let keyByCredential = keyRecord.query("WHERE credential_id = $1")
    private static let insertKey = keyRecord.insert("RETURNING id")
}
