import TokenCore

extension SQLSession {
    /// All but the admin website, by id.
    func websites() throws -> [Website] {
        try all(Self.allWebsites, [.int(Self.adminWebsiteID)])
    }

    /// All but the admin store, by id.
    func stores() throws -> [Store] {
        try all(Self.allStores, [.int(Store.adminID)])
    }

    /// Throws `conflict` also when there is no such website.
    func insertStore(code: String, name: String, websiteID: Int) throws -> Int {
        try insertedID(Self.insertStore, Store(id: 0, code: code, name: name, websiteID: websiteID, isDefault: false))
    }

    /// The new website has the admin store for its default store until ``setDefaultStore(_:ofWebsite:)`` gives it one of its own.
    func insertWebsite(code: String, name: String) throws -> Int {
        try insertedID(Self.insertWebsite, Website(id: 0, code: code, name: name, defaultStoreID: Store.adminID), [.flag(false)])
    }

    func setWebsite(id: Int, code: String, name: String) throws {
        try execute(
            Self.setWebsite, Website(id: id, code: code, name: name, defaultStoreID: Store.adminID), [.flag(false)])
    }

    func setStore(id: Int, code: String, name: String, websiteID: Int) throws {
        try execute(Self.setStore, Store(id: id, code: code, name: name, websiteID: websiteID, isDefault: false))
    }

    /// Throws `conflict` when the website has no such store.
    func setDefaultStore(_ storeID: Int, ofWebsite websiteID: Int) throws {
        let changed = try execute(
            """
            UPDATE website SET default_store_id = $1
            WHERE id = $2 AND EXISTS (SELECT 1 FROM store WHERE store.id = $1 AND store.website_id = $2)
            """, [.int(storeID), .int(websiteID)])
        guard changed > 0 else { throw StoreFailure.conflict("website \(websiteID) has no store \(storeID)") }
    }

    func setDefaultWebsite(id: Int) throws {
        // Two statements: the index that allows one default website is checked after each row, not after the statement.
        try execute("UPDATE website SET is_default = 0 WHERE is_default = 1 AND id <> $1", [.int(id)])
        try execute("UPDATE website SET is_default = 1 WHERE id = $1", [.int(id)])
    }

    static let adminWebsiteID = 0

    private static let websiteRecord = SQLRecord(
        "website", Website.init,
        .column("id", \.id, .int, .generatedKey),
        .column("code", \.code, .text),
        .column("name", \.name, .text),
        .column("default_store_id", \.defaultStoreID, .int))

    /// The default store of the default website is the default store.
    private static let storeRecord = SQLRecord(
        "store", Store.init,
        .column("id", \.id, .int, .generatedKey),
        .column("code", \.code, .text),
        .column("name", \.name, .text),
        .column("website_id", \.websiteID, .int),
        .computed(
            "is_default",
            """
            CASE WHEN EXISTS
                (SELECT 1 FROM website WHERE website.id = store.website_id AND website.is_default = 1 AND website.default_store_id = store.id)
            THEN 1 ELSE 0 END
            """, .flag))

    /// Rows that an import has staged are hidden until it ends.
    private static let isFinished = "import_id NOT IN (SELECT id FROM import_run)"

    private static let allWebsites = websiteRecord.query("WHERE id <> $1 AND \(isFinished) ORDER BY id")
    private static let allStores = storeRecord.query("WHERE id <> $1 AND \(isFinished) ORDER BY id")
    private static let insertWebsite = websiteRecord.insert(adding: ["is_default"], "RETURNING id")
    private static let insertStore = storeRecord.insert("RETURNING id")
    private static let setWebsite = websiteRecord.insert(
        keepsKey: true, adding: ["is_default"],
        "ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, import_id = 0")
    private static let setStore = storeRecord.insert(
        keepsKey: true,
        "ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, website_id = excluded.website_id, import_id = 0")
}

extension SQLSession {
    func settings() throws -> [String: String] {
        var settings: [String: String] = [:]
        for row in try connection.query("SELECT path, value FROM setting", []) {
            settings[try row.value("path", .text)] = try row.value("value", .text)
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
