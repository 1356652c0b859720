import ServiceModel

/// The rules of `customers.md` §5 from website to plain fields, in their order. The rules of addresses follow.
struct CustomerRules: Sendable {
    let snapshot: SiteConfiguration
    let context: CallContext
    let now: Timestamp

    /// The store that new customers belong to: the current one, or the default store where that is `all`.
    var currentStore: Store? {
        context.store.isAdmin ? snapshot.defaultStore : snapshot.stores.first { $0.id == context.store.storeID }
    }

    /// Applies the draft's website, store, e-mail address and plain fields to an account.
    /// - Parameters:
    ///   - account: the stored account, or an empty one of the current store.
    ///   - keepsNames: whether absent e-mail address, first and last name keep their value; otherwise they are required.
    /// - Throws: the first of `website.unknown`, `customer.store-mismatch`, `customer.email-…`, then the collected others.
    func apply(_ draft: CustomerDraft, to account: inout CustomerAccount, keepsNames: Bool) throws(Fault) {
        try place(draft, &account)
        if let email = try newEmail(draft, account, keepsNames: keepsNames) { account.email = email }
        if let fault = Fault.collected(faults(draft, keepsNames: keepsNames)) { throw fault }
        if let firstName = draft.firstName { account.firstName = firstName }
        if let lastName = draft.lastName { account.lastName = lastName }
        Self.set(&account.middleName, draft.middleName)
        Self.set(&account.prefix, draft.prefix)
        Self.set(&account.suffix, draft.suffix)
        Self.set(&account.dateOfBirth, draft.dateOfBirth.map(FieldRules.withoutTime))
        Self.set(&account.taxNumber, draft.taxNumber)
        if let gender = draft.gender { account.gender = gender }
        if let disables = draft.disablesAutoGroupChange { account.disablesAutoGroupChange = disables == 1 }
        if let isSubscribed = draft.isSubscribed { account.isSubscribed = isSubscribed }
        if let groupID = draft.groupID { account.groupID = groupID }
    }

    /// The new e-mail address; `nil` to keep the stored one.
    private func newEmail(_ draft: CustomerDraft, _ account: CustomerAccount, keepsNames: Bool) throws(Fault) -> String? {
        if keepsNames, draft.email == nil { return nil }
        guard let email = draft.email?.presence else { throw Fault(.customerEmailMissing) }
        // An address that is older than the rule stays valid for its owner.
        guard email.utf8Equals(account.email) || EmailAddress.isValid(email) else { throw Fault(.customerEmailInvalid) }
        return email
    }

    /// `nil` keeps the value, empty text clears it.
    static func set(_ field: inout String?, _ sent: String?) {
        if let sent { field = sent.presence }
    }

    /// A website without a store means its default store.
    private func place(_ draft: CustomerDraft, _ account: inout CustomerAccount) throws(Fault) {
        let websiteID = draft.websiteID ?? account.websiteID
        guard let website = snapshot.websites.first(where: { $0.id == websiteID }) else {
            throw Fault(.websiteUnknown, [.init(.int(websiteID))])
        }
        let moved = draft.storeID == nil && websiteID != account.websiteID
        let storeID = draft.storeID ?? (moved ? website.defaultStoreID : account.storeID)
        guard snapshot.stores.contains(where: { $0.id == storeID && $0.websiteID == websiteID }) else {
            throw Fault(.customerStoreMismatch)
        }
        account.websiteID = websiteID
        account.storeID = storeID
    }

    /// In the order of the documented fields.
    private func faults(_ draft: CustomerDraft, keepsNames: Bool) -> [Fault] {
        [
            draft.dateOfBirth?.presence.flatMap(dateOfBirth),
            keepsNames && draft.firstName == nil ? nil : Self.required(draft.firstName, "First Name"),
            keepsNames && draft.lastName == nil ? nil : Self.required(draft.lastName, "Last Name"),
            draft.middleName?.presence.flatMap { FieldRules.name($0, "Middle Name") },
            draft.prefix.flatMap { FieldRules.length($0, "prefix", atMost: 40) },
            draft.suffix.flatMap { FieldRules.length($0, "suffix", atMost: 40) },
            draft.gender.flatMap { (0...3).contains($0) ? nil : FieldRules.value(String($0), "gender") },
            draft.taxNumber.flatMap { FieldRules.length($0, "taxvat", atMost: 50) },
            draft.disablesAutoGroupChange.flatMap {
                (0...1).contains($0) ? nil : FieldRules.value(String($0), "disable_auto_group_change")
            },
        ].compactMap(\.self)
    }

    private func dateOfBirth(_ text: String) -> Fault? {
        let date = FieldRules.withoutTime(text)
        guard FieldRules.isDate(date) else { return FieldRules.value(text, "dob") }
        return date > now.sqlDateTime.prefix(10) ? Fault(.customerDobFuture) : nil
    }

    private static func required(_ text: String?, _ label: String) -> Fault? {
        guard let text = text?.presence else { return Fault(.customerValueRequired, [.init(.text(label))]) }
        return FieldRules.name(text, label)
    }
}
