/// Rows that come from another installation, with the ids that they had there. Nothing that is there already is changed, but for the
/// start values of a database that has no customers yet.
///
/// Customers come in many transactions, and nobody sees them before the last: until an import ends, what carries its number is there
/// for no other method.
public protocol ImportRecords {
    /// - Returns: the number of the import.
    func beginImport(at now: Timestamp) throws -> Int
    /// Says that the import goes on. - Returns: `false` when it has ended.
    func touchImport(_ id: Int, at now: Timestamp) throws -> Bool
    /// Those that have not ended.
    func imports() throws -> [(id: Int, touchedAt: Timestamp)]
    /// Shows everybody what was staged. - Returns: `false` when the import had ended already.
    func endImport(_ id: Int) throws -> Bool
    /// Sees to it that nobody else gets an id that a row of the import may have: not above these.
    func reserveIDs(customers: Int, addresses: Int) throws
    /// Makes sites that customers can belong to; ``setWebsite(id:code:name:)`` and ``setStore(id:code:name:websiteID:)`` complete and show them.
    func stageSites(websites: [Int], stores: [Int], import id: Int) throws
    func deleteStagedSites(ofImport id: Int) throws
    /// Forgets default addresses that are not among the customer's own, for those of the import that are among the next customers.
    /// - Returns: the id of the last customer that was looked at; `nil` when there are no more.
    func forgetStrayDefaultAddresses(ofImport id: Int, after start: Int, limit: Int) throws -> Int?
    /// Deletes those of the import that are among the next customers. - Returns: as above.
    func deleteStagedCustomers(ofImport id: Int, after start: Int, limit: Int) throws -> Int?

    func hasCustomers() throws -> Bool
    /// - Parameter id: of the import that stages the row.
    /// - Returns: whether the row went in: `false` when its id is taken, or its address in its website.
    func insertKeepingID(_ customer: CustomerAccount, import id: Int) throws -> Bool
    /// - Returns: whether the row went in: `false` when its id or its name is taken.
    func insertKeepingID(_ admin: AdminAccount) throws -> Bool
    /// - Returns: whether the row went in: `false` when its id is taken.
    func insertKeepingID(_ address: CustomerAddress) throws -> Bool
    /// Without resources; ``IntegrationRecords/update(_:)`` adds them.
    /// - Returns: whether the row went in: `false` when its id or its name is taken.
    func insertKeepingID(_ integration: Integration) throws -> Bool

    /// Makes the website, or gives the one of that id another code and name. Throws `conflict` when another has the code.
    func setWebsite(id: Int, code: String, name: String) throws
    /// Makes the store, or gives the one of that id another code, name and website. Throws `conflict` when another has the code.
    func setStore(id: Int, code: String, name: String, websiteID: Int) throws
    /// Makes this website the one of addresses that name no store.
    func setDefaultWebsite(id: Int) throws
}
