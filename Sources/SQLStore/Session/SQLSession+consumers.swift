import TokenCore

extension SQLSession {
    func consumer(key: String) throws -> Consumer? {
        try first("\(Self.selectConsumer) WHERE consumer_key = $1", [.text(key)], Self.consumer)
    }

    func consumer(ofIntegration id: Int) throws -> Consumer? {
        try first("\(Self.selectConsumer) WHERE integration_id = $1", [.int(id)], Self.consumer)
    }

    func consumers(after id: Int, limit: Int) throws -> [Consumer] {
        try all("\(Self.selectConsumer) WHERE id > $1 ORDER BY id LIMIT $2", [.int(id), .limit(limit)], Self.consumer)
    }

    func insert(_ consumer: Consumer) throws -> Int {
        try insertedID(
            """
            INSERT INTO oauth_consumer (integration_id, consumer_key, secret, exchange_started_at)
            VALUES ($1, $2, $3, $4) RETURNING id
            """,
            [.int(consumer.integrationID), .text(consumer.key), .text(consumer.secret), .moment(consumer.exchangeStartedAt)])
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
        // With the columns in the order of the key, SQLite would go by the consumer alone and read all nonces of it.
        try execute(
            """
            DELETE FROM oauth_nonce WHERE (nonce, consumer_id, sent_at) IN
                (SELECT nonce, consumer_id, sent_at FROM oauth_nonce WHERE sent_at < $1 LIMIT $2)
            """, [.integer(seconds), .limit(limit)])
    }

    private static let selectConsumer = """
        SELECT id, integration_id, consumer_key, secret, exchange_started_at FROM oauth_consumer
        """

    private static func consumer(_ row: SQLRow) throws -> Consumer {
        Consumer(
            id: try row.int("id"),
            integrationID: try row.int("integration_id"),
            key: try row.text("consumer_key"),
            secret: try row.text("secret"),
            exchangeStartedAt: try row.optionalMoment("exchange_started_at"))
    }
}
