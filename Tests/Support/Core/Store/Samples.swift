package import TokenCore

package let noon = Timestamp(milliseconds: 1_800_000_000_000)

extension Timestamp {
    package static func + (moment: Timestamp, milliseconds: Int64) -> Timestamp { moment.adding(milliseconds: milliseconds) }
}

extension AdminAccount {
    package static func sample(_ username: String, roleID: Int? = nil) -> AdminAccount {
        AdminAccount(
            username: username, email: "\(username)@example.com", firstName: "Olga", lastName: "Ops", passwordHash: "hash-1",
            isActive: true, expiresAt: noon + 1, roleID: roleID, createdAt: noon)
    }
}

extension CustomerAccount {
    package static func sample(_ email: String, websiteID: Int = 1) -> CustomerAccount {
        CustomerAccount(
            websiteID: websiteID, storeID: 1, email: email, passwordHash: nil, createdAt: noon, updatedAt: noon + 2,
            createdIn: "Default Store View", firstName: "Carla", lastName: "Customer")
    }
}

extension TokenRecord {
    package static func sample(
        _ name: String, _ kind: AccountKind = .admin, owner: Int = 1, issued: Timestamp = noon, expires: Timestamp? = noon + 1000,
        revoked: Timestamp? = nil
    ) -> TokenRecord {
        TokenRecord(
            accessor: "accessor-\(name)", digest: "digest-\(name)", kind: kind, ownerID: owner, issuedAt: issued, expiresAt: expires,
            revokedAt: revoked, address: "2001:db8::1")
    }
}

extension AuditRecord {
    package static func sample(_ action: String, actorID: Int? = nil, outcome: Outcome = .success) -> AuditRecord {
        AuditRecord(
            at: noon, action: action, actorKind: "operator", actorID: actorID, subject: "ops", address: "192.0.2.1", requestID: "r-1",
            outcome: outcome, reason: "because")
    }
}
