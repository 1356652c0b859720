import TokenCore

extension SQLSession {
    /// An hour that is not later than the last one taken is nobody's any more, unless that one is so late that a clock which was set
    /// back since must have taken it.
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
}
