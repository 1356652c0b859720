import ServiceModel

/// The rules of `customers.md` §2.1: validates an address book from a client and applies it to the stored one.
struct AddressBook: Sendable {
    /// The effect of one address of the draft.
    struct Change: Sendable {
        /// With id 0 for a new one.
        var address: CustomerAddress
        let isDefaultBilling: Bool?
        let isDefaultShipping: Bool?
    }

    private(set) var changes: [Change] = []
    /// Ids of stored addresses that the draft does not contain.
    private(set) var removed: [Int] = []
    private let billing: DefaultAddress
    private let shipping: DefaultAddress

    /// - Parameter present: the stored addresses of the account.
    /// - Throws: the faults of the first invalid address: `entity.not-found` `addressId`, `input.required`, `customer.name-invalid`,
    ///   `input.value`; then `input.value` for a default that is not an address of the account.
    init(_ draft: CustomerDraft, of account: CustomerAccount, present: [CustomerAddress]) throws(Fault) {
        if let drafts = draft.addresses { (changes, removed) = try Self.changes(drafts, replacing: present, of: account.id) }
        let gone = removed
        let kept = present.map(\.id).filter { !gone.contains($0) }
        billing = try DefaultAddress(draft.defaultBilling, "default_billing", now: account.defaultBillingID, kept: kept)
        shipping = try DefaultAddress(draft.defaultShipping, "default_shipping", now: account.defaultShippingID, kept: kept)
    }

    /// Writes the addresses and sets the defaults in the account.
    /// - Returns: whether the account has changed and must be written.
    func save(for account: inout CustomerAccount, in session: any StoreSession) throws -> Bool {
        for id in removed { try session.deleteAddress(id: id) }
        var billing = billing
        var shipping = shipping
        for change in changes {
            var address = change.address
            address.customerID = account.id
            if address.id == 0 { address.id = try session.insert(address) } else { try session.update(address) }
            billing.flag(address.id, change.isDefaultBilling)
            shipping.flag(address.id, change.isDefaultShipping)
        }
        let before = (account.defaultBillingID, account.defaultShippingID)
        (account.defaultBillingID, account.defaultShippingID) = (billing.id, shipping.id)
        return before != (billing.id, shipping.id)
    }

    private static func changes(
        _ drafts: [AddressDraft], replacing present: [CustomerAddress], of customerID: Int
    ) throws(Fault) -> (changes: [Change], removed: [Int]) {
        var changes: [Change] = []
        var rest = present
        for draft in drafts {
            var known: CustomerAddress?
            if let id = draft.id {
                // An id that occurs twice is unknown the second time.
                guard let index = rest.firstIndex(where: { $0.id == id }) else {
                    throw Fault(.entityNotFound, [.init("fieldName", "addressId"), .init("fieldValue", .int(id))])
                }
                known = rest.remove(at: index)
            }
            if let fault = Fault.collected(Self.missing(draft)) ?? Fault.collected(Self.faults(draft)) { throw fault }
            changes.append(
                Change(
                    address: Self.address(draft, changing: known, of: customerID), isDefaultBilling: draft.isDefaultBilling,
                    isDefaultShipping: draft.isDefaultShipping))
        }
        return (changes, rest.map(\.id))
    }

    private static func missing(_ draft: AddressDraft) -> [Fault] {
        let lines = draft.street.map { $0.allSatisfy(\.isEmpty) ? "" : "lines" }
        let required = [
            ("countryId", draft.countryID), ("street", lines), ("telephone", draft.telephone), ("city", draft.city),
            ("firstname", draft.firstName), ("lastname", draft.lastName),
        ]
        return required.filter { $0.1?.presence == nil }.map { Fault(.inputRequired, [.init("fieldName", .text($0.0))]) }
    }

    private static func faults(_ draft: AddressDraft) -> [Fault] {
        let texts = [
            ("region_code", draft.region?.code), ("region", draft.region?.name), ("company", draft.company),
            ("telephone", draft.telephone), ("fax", draft.fax), ("postcode", draft.postcode), ("city", draft.city),
        ]
        let tail = [("prefix", draft.prefix), ("suffix", draft.suffix), ("vat_id", draft.taxNumber)]
        let names = [("First Name", draft.firstName), ("Last Name", draft.lastName), ("Middle Name", draft.middleName)]
        let long: ((String, String?)) -> Fault? = { field in field.1.flatMap { FieldRules.length($0, field.0, atMost: 255) } }
        return [country(draft.countryID ?? ""), street(draft.street ?? [])].compactMap(\.self) + texts.compactMap(long)
            + names.compactMap { label, name in name?.presence.flatMap { FieldRules.name($0, label) } } + tail.compactMap(long)
    }

    private static func country(_ code: String) -> Fault? {
        let isCode = code.utf8.count == 2 && code.utf8.allSatisfy { (65...90).contains($0) }
        return isCode ? nil : FieldRules.value(code, "country_id")
    }

    /// A line must not contain a line break.
    private static func street(_ lines: [String]) -> Fault? {
        let wrong = lines.first { $0.unicodeScalars.count > 255 || $0.utf8.contains(10) }
        if let wrong { return FieldRules.value(wrong, "street") }
        return lines.count <= 4 ? nil : FieldRules.value(lines.joined(separator: ", "), "street")
    }

    /// Required fields are taken from the draft; optional fields that are absent keep their value.
    private static func address(_ draft: AddressDraft, changing known: CustomerAddress?, of customerID: Int) -> CustomerAddress {
        var address = CustomerAddress(
            id: known?.id ?? 0, customerID: customerID, region: draft.storedRegion ?? known?.region, countryID: draft.countryID ?? "",
            street: draft.street ?? [], company: known?.company, telephone: draft.telephone ?? "", fax: known?.fax,
            postcode: known?.postcode, city: draft.city ?? "", firstName: draft.firstName ?? "", lastName: draft.lastName ?? "",
            middleName: known?.middleName, prefix: known?.prefix, suffix: known?.suffix, taxNumber: known?.taxNumber)
        CustomerRules.set(&address.company, draft.company)
        CustomerRules.set(&address.fax, draft.fax)
        CustomerRules.set(&address.postcode, draft.postcode)
        CustomerRules.set(&address.middleName, draft.middleName)
        CustomerRules.set(&address.prefix, draft.prefix)
        CustomerRules.set(&address.suffix, draft.suffix)
        CustomerRules.set(&address.taxNumber, draft.taxNumber)
        return address
    }
}

/// The default address for one purpose, from the customer's own field and the flags of addresses.
private struct DefaultAddress: Sendable {
    private(set) var id: Int?
    private let wasNamed: Bool

    /// - Parameters:
    ///   - sent: an id as text; empty text for none, `nil` to keep `now`.
    ///   - kept: the ids that may be the default. A stored default that is not among them is removed.
    init(_ sent: String?, _ field: String, now: Int?, kept: [Int]) throws(Fault) {
        wasNamed = sent != nil
        guard let text = sent?.presence else {
            id = sent == nil ? now.flatMap { kept.contains($0) ? $0 : nil } : nil
            return
        }
        guard let named = Int(strict: text), kept.contains(named) else { throw FieldRules.value(text, field) }
        id = named
    }

    /// The last flagged address wins; removing a flag counts unless the customer's field names the address.
    mutating func flag(_ address: Int, _ isDefault: Bool?) {
        if isDefault == true { id = address }
        if isDefault == false, id == address, !wasNamed { id = nil }
    }
}
