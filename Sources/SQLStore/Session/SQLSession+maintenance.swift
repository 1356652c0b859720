import TokenCore

extension SQLSession {
    /// An hour that is not later than the last one taken is refused, unless the last one is so late that only a clock that has been set
    /// back since can have taken it.
    func claim(task: String, hour: Int64) throws -> Bool {
        try execute(
            """
            INSERT INTO maintenance (task, hour) VALUES ($1, $2)
            ON CONFLICT (task) DO UPDATE SET hour = excluded.hour
            WHERE maintenance.hour < excluded.hour OR maintenance.hour > excluded.hour + 1
            """, [.text(task), .integer(hour)]) > 0
    }

    func probe() throws {
        try execute("UPDATE store_identity SET probes = probes + 1", [])
    }

    func changeVersion() throws -> Int64 {
        guard let version = try first("SELECT version FROM fact_version", [], { try $0.value("version", .integer) }) else {
            throw StoreFailure.schema("the count of changes is gone")
        }
        return version
    }

    func counts(at now: Timestamp, lockedFrom failures: Int) throws -> StoreCounts {
        let tokens: [(AccountKind, Int)] = try all(
            "SELECT kind, count(*) AS number FROM token WHERE \(Self.isLive) GROUP BY kind", [.moment(now)]
        ) { row in (try row.value("kind", .choice), try row.value("number", .int)) }
        let locks = try first(
            "SELECT count(*) AS number FROM throttle WHERE lock_ends > $1 AND failures >= $2", [.moment(now), .int(failures)]
        ) { try $0.value("number", .int) }
        return StoreCounts(
            liveTokens: Dictionary(tokens) { $0 + $1 }, locks: locks ?? 0, waitingMails: try queuedMails(upTo: MailQueue.capacity))
    }
}
