import TokenCore

extension SQLSession {
    func throttleEntry(_ kind: ThrottleKind, key: String) throws -> ThrottleEntry? {
        try first(
            "SELECT failures, lock_ends FROM throttle WHERE kind = $1 AND name_key = $2", [.int(kind.rawValue), .text(key)]
        ) { row in
            ThrottleEntry(failures: try row.int("failures"), lockEnds: try row.moment("lock_ends"))
        }
    }

    func setThrottleEntry(_ entry: ThrottleEntry, _ kind: ThrottleKind, key: String) throws {
        try execute(
            """
            INSERT INTO throttle (kind, name_key, failures, lock_ends) VALUES ($1, $2, $3, $4)
            ON CONFLICT (kind, name_key) DO UPDATE SET failures = excluded.failures, lock_ends = excluded.lock_ends
            """, [.int(kind.rawValue), .text(key), .int(entry.failures), .moment(entry.lockEnds)])
    }

    func deleteThrottleEntry(_ kind: ThrottleKind, key: String) throws {
        try execute("DELETE FROM throttle WHERE kind = $1 AND name_key = $2", [.int(kind.rawValue), .text(key)])
    }

    func deleteEndedThrottleEntries(at now: Timestamp, limit: Int) throws -> Int {
        // With the columns in the order of the key, SQLite would go by the kind alone and read all entries of it.
        try execute(
            """
            DELETE FROM throttle WHERE (name_key, kind) IN
                (SELECT name_key, kind FROM throttle WHERE lock_ends <= $1 LIMIT $2)
            """, [.moment(now), .limit(limit)])
    }
}
