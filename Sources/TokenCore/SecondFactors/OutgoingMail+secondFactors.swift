import ServiceModel

extension OutgoingMail {
    /// A mail that lets an admin set a second factor up.
    static func settingUpSecondFactor(
        of admin: AdminAccount, _ token: Secret, _ settings: Settings, _ site: PublicSite, at now: Timestamp
    ) -> OutgoingMail {
        let template = settings[SecondFactorSettings.setUpURL]
        // A configuration token has letters, digits and "=" only, so it can stand in an address as it is.
        let link = template.isEmpty ? "\(site.base)/console/tfat/\(token.revealed)" : template.replacing(":tfat", with: token.revealed)
        return OutgoingMail(
            kind: .secondFactorSetUp, recipient: admin.email, recipientName: admin.fullName,
            values: [
                "username": .text(admin.username), "email": .text(admin.email), "site": .text(site.host ?? ""), "token": .secret(token),
                "link": .secret(Secret(link)),
            ],
            createdAt: now)
    }
}

extension AdminAccount {
    /// First and last name, or the user name when there is neither.
    fileprivate var fullName: String {
        let names = [firstName, lastName].filter { !$0.isEmpty }
        return names.isEmpty ? username : names.joined(separator: " ")
    }
}
