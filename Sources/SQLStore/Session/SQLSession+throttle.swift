import TokenCore

extension SQLSession {
    func throttleEntry(_ kind: ThrottleKind, key: String) throws -> ThrottleEntry? {
        try first(Self.throttleByKey, [.int(kind.rawValue), .text(key)])
    }

    func setThrottleEntry(_ entry: ThrottleEntry, _ kind: ThrottleKind, key: String) throws {
        try execute(Self.setThrottle, entry, [.int(kind.rawValue), .text(key)])
    }

    func deleteThrottleEntry(_ kind: ThrottleKind, key: String) throws {
        try execute("DELETE FROM throttle WHERE kind = $1 AND name_key = $2", [.int(kind.rawValue), .text(key)])
    }

    func deleteEndedThrottleEntries(at now: Timestamp, limit: Int) throws -> Int {
        // With the columns in the order of the key, SQLite would search by the kind alone and read all of its entries.
        try execute(
            """
            DELETE FROM throttle WHERE (name_key, kind) IN
                (SELECT name_key, kind FROM throttle WHERE lock_ends <= $1 LIMIT $2)
            """, [.moment(now), .limit(limit)])
    }

    private static let throttleRecord = SQLRecord(
        "throttle", ThrottleEntry.init,
        .column("failures", \.failures, .int),
        .column("lock_ends", \.lockEnds, .moment))

    private static let throttleByKey = throttleRecord.query("WHERE kind = $1 AND name_key = $2")
    private static let setThrottle = throttleRecord.upsert(by: ["kind", "name_key"])
}
