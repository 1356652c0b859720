import TokenCore

extension SQLSession {
    /// All but the admin website, by id.
    func websites() throws -> [Website] {
        try all(
            "SELECT id, code, name, default_store_id FROM website WHERE id <> $1 AND \(Self.isFinished) ORDER BY id",
            [.int(Self.adminWebsiteID)]
        ) { row in
            Website(
                id: try row.int("id"), code: try row.text("code"), name: try row.text("name"),
                defaultStoreID: try row.int("default_store_id"))
        }
    }

    /// What an import has staged is not there before the import ends.
    private static let isFinished = "import_id NOT IN (SELECT id FROM import_run)"

    /// All but the admin store, by id. The default store of the default website is the default store.
    func stores() throws -> [Store] {
        try all(
            """
            SELECT store.id, store.code, store.name, store.website_id,
                CASE WHEN website.is_default = 1 AND website.default_store_id = store.id THEN 1 ELSE 0 END AS is_default
            FROM store JOIN website ON website.id = store.website_id
            WHERE store.id <> $1 AND store.\(Self.isFinished) ORDER BY store.id
            """, [.int(Store.adminID)]
        ) { row in
            Store(
                id: try row.int("id"), code: try row.text("code"), name: try row.text("name"), websiteID: try row.int("website_id"),
                isDefault: try row.flag("is_default"))
        }
    }

    /// Throws `conflict` also when there is no such website.
    func insertStore(code: String, name: String, websiteID: Int) throws -> Int {
        try insertedID(
            "INSERT INTO store (code, name, website_id) VALUES ($1, $2, $3) RETURNING id", [.text(code), .text(name), .int(websiteID)])
    }

    /// The new website has the admin store for its default store until ``setDefaultStore(_:ofWebsite:)`` gives it one of its own.
    func insertWebsite(code: String, name: String) throws -> Int {
        try insertedID(
            "INSERT INTO website (code, name, default_store_id, is_default) VALUES ($1, $2, $3, 0) RETURNING id",
            [.text(code), .text(name), .int(Store.adminID)])
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

    static let adminWebsiteID = 0
}
