import TokenCore

extension SQLSession {
    func settings() throws -> [String: String] {
        var settings: [String: String] = [:]
        for row in try connection.query("SELECT path, value FROM setting", []) {
            settings[try row.text("path")] = try row.text("value")
        }
        return settings
    }

    func setSetting(_ path: String, _ value: String) throws {
        try execute(
            "INSERT INTO setting (path, value) VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET value = excluded.value",
            [.text(path), .text(value)])
    }

    func deleteSetting(_ path: String) throws {
        try execute("DELETE FROM setting WHERE path = $1", [.text(path)])
    }
}
