import TokenCore

extension SQLSession {
    /// An hour that is not later than the last one taken is nobody's any more.
    func claim(task: String, hour: Int64) throws -> Bool {
        try execute(
            """
            INSERT INTO maintenance (task, hour) VALUES ($1, $2)
            ON CONFLICT (task) DO UPDATE SET hour = excluded.hour WHERE maintenance.hour < excluded.hour
            """, [.text(task), .integer(hour)]) > 0
    }
}
