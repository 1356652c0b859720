import TokenCore

extension SQLSession {
    func consumer(key: String) throws -> Consumer? {
        try first(Self.consumerByKey, [.text(key)])
    }

    func consumer(ofIntegration id: Int) throws -> Consumer? {
        try first(Self.consumerOfIntegration, [.int(id)])
    }

    func consumers(after id: Int, limit: Int) throws -> [Consumer] {
        try all(Self.consumersAfter, [.int(id), .limit(limit)])
    }

    func insert(_ consumer: Consumer) throws -> Int {
        try insertedID(Self.insertConsumer, consumer)
    }

    func setSecret(_ sealed: String, ofConsumer id: Int) throws {
        try execute("UPDATE oauth_consumer SET secret = $2 WHERE id = $1", [.int(id), .text(sealed)])
    }

    func setExchange(startedAt moment: Timestamp, ofConsumer id: Int) throws {
        try execute("UPDATE oauth_consumer SET exchange_started_at = $2 WHERE id = $1", [.int(id), .moment(moment)])
    }

    func addNonce(_ nonce: String, sentAt seconds: Int64, ofConsumer id: Int) throws -> Bool {
        try execute(
            """
            INSERT INTO oauth_nonce (consumer_id, nonce, sent_at) VALUES ($1, $2, $3)
            ON CONFLICT (consumer_id, nonce, sent_at) DO NOTHING
            """, [.int(id), .text(nonce), .integer(seconds)]) > 0
    }

    func deleteNonces(sentBefore seconds: Int64, limit: Int) throws -> Int {
        // With the columns in the order of the key, SQLite would search by the consumer alone and read all of its nonces.
        try execute(
            """
            DELETE FROM oauth_nonce WHERE (nonce, consumer_id, sent_at) IN
                (SELECT nonce, consumer_id, sent_at FROM oauth_nonce WHERE sent_at < $1 LIMIT $2)
            """, [.integer(seconds), .limit(limit)])
    }

    private static let consumerRecord = SQLRecord(
        "oauth_consumer", Consumer.init,
        .column("id", \.id, .int, .generatedKey),
        .column("integration_id", \.integrationID, .int, .fixed),
        .column("consumer_key", \.key, .text, .fixed),
        .column("secret", \.secret, .text),
        .optional("exchange_started_at", \.exchangeStartedAt, .moment))

    private static let consumerByKey = consumerRecord.query("WHERE consumer_key = $1")
    private static let consumerOfIntegration = consumerRecord.query("WHERE integration_id = $1")
    private static let consumersAfter = consumerRecord.query("WHERE id > $1 ORDER BY id LIMIT $2")
    private static let insertConsumer = consumerRecord.insert("RETURNING id")
}
