/// Rows that come from another installation, with the ids that they had there. Nothing that is there already is changed, but for the
/// start values of a database that has no customers yet.
public protocol ImportRecords {
    func hasCustomers() throws -> Bool
    /// - Returns: whether the row went in: `false` when its id is taken, or its address in its website.
    func insertKeepingID(_ customer: CustomerAccount) throws -> Bool
    /// - Returns: whether the row went in: `false` when its id or its name is taken.
    func insertKeepingID(_ admin: AdminAccount) throws -> Bool
    /// - Returns: whether the row went in: `false` when its id is taken.
    func insertKeepingID(_ address: CustomerAddress) throws -> Bool
    /// Without resources; ``IntegrationRecords/update(_:)`` adds them.
    /// - Returns: whether the row went in: `false` when its id or its name is taken.
    func insertKeepingID(_ integration: Integration) throws -> Bool
    /// Forgets default addresses that are not among the customer's own.
    func forgetStrayDefaultAddresses() throws

    /// Makes the website, or gives the one of that id another code and name. Throws `conflict` when another has the code.
    func setWebsite(id: Int, code: String, name: String) throws
    /// Makes the store, or gives the one of that id another code, name and website. Throws `conflict` when another has the code.
    func setStore(id: Int, code: String, name: String, websiteID: Int) throws
    /// Makes this website the one of addresses that name no store.
    func setDefaultWebsite(id: Int) throws
}
