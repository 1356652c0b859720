/// Rows of another installation, inserted with the ids that they had there. Existing rows are not changed, except for the initial rows of a
/// database without customers.
///
/// Customers are inserted in many transactions and are invisible until the import ends: no other method returns rows that carry the number
/// of an unfinished import.
public protocol ImportRecords {
    /// - Returns: the number of the import.
    func beginImport(at now: Timestamp) throws -> Int
    /// Records that the import is alive. - Returns: `false` when it has ended.
    func touchImport(_ id: Int, at now: Timestamp) throws -> Bool
    /// The imports that have not ended.
    func imports() throws -> [(id: Int, touchedAt: Timestamp)]
    /// Makes the staged rows visible. - Returns: `false` when the import had ended already.
    func endImport(_ id: Int) throws -> Bool
    /// Reserves the ids up to these for rows of the import.
    func reserveIDs(customers: Int, addresses: Int) throws
    /// Creates sites that staged customers can belong to. ``setWebsite(id:code:name:)`` and
    /// ``setStore(id:code:name:websiteID:)`` complete them and make them visible.
    func stageSites(websites: [Int], stores: [Int], import id: Int) throws
    func deleteStagedSites(ofImport id: Int) throws
    /// Removes default addresses that are not the customer's own, for the next customers of the import.
    /// - Returns: the id of the last customer examined; `nil` when there are no more.
    func forgetStrayDefaultAddresses(ofImport id: Int, after start: Int, limit: Int) throws -> Int?
    /// Deletes the next staged customers of the import. - Returns: as above.
    func deleteStagedCustomers(ofImport id: Int, after start: Int, limit: Int) throws -> Int?

    func hasCustomers() throws -> Bool
    /// - Parameter id: the import that stages the row.
    /// - Returns: `false` when the id is taken, or the e-mail address within its website; the row is then not inserted.
    func insertKeepingID(_ customer: CustomerAccount, import id: Int) throws -> Bool
    /// - Returns: `false` when the id or the name is taken; the row is then not inserted.
    func insertKeepingID(_ admin: AdminAccount) throws -> Bool
    /// - Returns: `false` when the id is taken; the row is then not inserted.
    func insertKeepingID(_ address: CustomerAddress) throws -> Bool
    /// Inserts the integration without resources; ``IntegrationRecords/update(_:)`` adds them.
    /// - Returns: `false` when the id or the name is taken; the row is then not inserted.
    func insertKeepingID(_ integration: Integration) throws -> Bool

    /// Creates the website, or updates the one of that id. Throws `conflict` when another website has the code.
    func setWebsite(id: Int, code: String, name: String) throws
    /// Creates the store, or updates the one of that id. Throws `conflict` when another store has the code.
    func setStore(id: Int, code: String, name: String, websiteID: Int) throws
    /// Makes this the website of requests that name no store.
    func setDefaultWebsite(id: Int) throws
}
