import ServiceModel

extension OutgoingMail {
    /// A notice for a customer.
    /// - Parameter recipient: `nil` for the account's address.
    static func telling(
        _ account: CustomerAccount, _ kind: Kind, _ snapshot: SiteConfiguration, at now: Timestamp, to recipient: String? = nil
    ) -> OutgoingMail {
        OutgoingMail(
            kind: kind, recipient: recipient ?? account.email, recipientName: "\(account.firstName) \(account.lastName)",
            values: values(account, snapshot), createdAt: now)
    }

    /// A mail with a token for setting a password.
    static func inviting(
        _ account: CustomerAccount, _ kind: Kind, _ token: Secret, _ snapshot: SiteConfiguration, at now: Timestamp
    ) -> OutgoingMail {
        var values = values(account, snapshot)
        values["token"] = .secret(token)
        values["hours"] = .text(String(snapshot.settings.resetTokenHours))
        if let link = snapshot.settings.resetLink { values["link"] = .secret(link.filled(token: token, email: account.email)) }
        return OutgoingMail(
            kind: kind, recipient: account.email, recipientName: "\(account.firstName) \(account.lastName)", values: values,
            createdAt: now)
    }

    private static func values(_ account: CustomerAccount, _ snapshot: SiteConfiguration) -> [String: Value] {
        let store = snapshot.stores.first { $0.id == account.storeID }
        return [
            "firstname": .text(account.firstName), "lastname": .text(account.lastName), "email": .text(account.email),
            "store": .text(store?.name ?? ""),
        ]
    }
}
