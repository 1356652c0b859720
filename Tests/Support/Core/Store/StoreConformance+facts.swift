import Testing
import TokenCore

/// The version of the facts that processes cache.
extension StoreConformance {
    private struct Ids: Sendable {
        let (admin, customer, role, integration, consumer, token): (Int, Int, Int, Int, Int, Int)
        let address: Int
    }

    private static func fill(_ store: any StoreSession) throws -> Ids {
        let role = try store.insert(Role(name: "readers", resources: ["a"]))
        let admin = try store.insert(AdminAccount.sample("ops", roleID: role))
        let customer = try store.insert(CustomerAccount.sample("carla@example.com"))
        try store.insert(TokenRecord.sample("a", owner: admin))
        let integration = try store.insert(
            Integration(
                name: "shop", email: nil, endpoint: nil, identityLink: nil, status: .active, setupType: .manual, resources: ["a"],
                createdAt: noon))
        let consumer = try store.insert(Consumer(integrationID: integration, key: "key", secret: "sealed"))
        try store.insert(
            OAuthToken(
                accessor: "accessor-o", consumerID: consumer, kind: .access, digest: "digest-o", secret: nil, createdAt: noon, endedAt: nil,
                address: ""))
        try store.setSetting("a/b/c", "1")
        let address = try store.insert(
            CustomerAddress(
                customerID: customer, countryID: "US", street: ["1 Main St"], telephone: "1", city: "C", firstName: "F", lastName: "L"))
        let token = try store.oauthToken(digest: "digest-o")?.id ?? 0
        return Ids(
            admin: admin, customer: customer, role: role, integration: integration, consumer: consumer, token: token, address: address)
    }

    private static let changes: [(String, @Sendable (any StoreSession, Ids) throws -> Void)] = [
        ("admin", { store, ids in try store.admin(id: ids.admin).map(store.update) }),
        ("admin gone", { store, ids in try store.deleteAdmin(id: ids.admin) }),
        ("role", { store, ids in try store.setResources(["b"], ofRole: ids.role) }),
        ("role gone", { store, _ in try store.deleteRole(id: try store.insert(Role(name: "gone", resources: []))) }),
        ("customer", { store, ids in try store.customer(id: ids.customer).map(store.update) }),
        ("customer gone", { store, ids in try store.deleteCustomer(id: ids.customer) }),
        ("address", { store, ids in try store.addresses(ofCustomers: [ids.customer]).forEach(store.update) }),
        ("address gone", { store, ids in try store.deleteAddress(id: ids.address) }),
        ("tokens", { store, ids in _ = try store.revokeTokens(of: (.admin, ids.admin), at: noon) }),
        ("token", { store, _ in _ = try store.revokeToken(accessor: "accessor-a", at: noon) }),
        ("ended tokens", { store, _ in _ = try store.deleteEndedTokens(at: noon + 1_000_000, limit: 10) }),
        ("integration", { store, ids in try store.integration(id: ids.integration).map(store.update) }),
        ("integration gone", { store, ids in try store.deleteIntegration(id: ids.integration) }),
        ("access token", { store, _ in _ = try store.endAccessToken(accessor: "accessor-o", at: noon) }),
        ("OAuth token", { store, ids in _ = try store.endOAuthToken(id: ids.token, at: noon) }),
        ("OAuth token gone", { store, _ in try store.deleteOAuthToken(digest: "digest-o") }),
        ("OAuth tokens gone", { store, ids in try store.deleteOAuthTokens(ofConsumer: ids.consumer, [.access]) }),
        ("setting", { store, _ in try store.setSetting("a/b/c", "2") }),
        ("new setting", { store, _ in try store.setSetting("a/b/d", "2") }),
        ("setting gone", { store, _ in try store.deleteSetting("a/b/c") }),
        ("store", { store, _ in _ = try store.insertStore(code: "fr", name: "French", websiteID: 1) }),
    ]

    static func everyChangeThatInvalidatesCachesIsCounted(_ driver: StoreDriver) async throws {
        for (name, change) in Self.changes {
            try await driver.runTwice { database, other throws in
                let ids = try await database.write(Self.fill)
                let before = try await other.read { try $0.changeVersion() }
                await #expect(throws: SecondThoughts.self) {
                    try await database.write { store in
                        try change(store, ids)
                        throw SecondThoughts()
                    }
                }
                #expect(try await other.read { try $0.changeVersion() } == before, "\(name): undone with its transaction")
                let after = try await database.write { store in
                    try change(store, ids)
                    return try store.changeVersion()
                }
                #expect(after > before, "\(name)")
                #expect(try await other.read { try $0.changeVersion() } == after, "\(name)")
            }
        }
    }

    static func changesThatInvalidateNothingAreNotCounted(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let ids = try await database.write(Self.fill)
            let before = try await database.read { try $0.changeVersion() }
            try await database.write { store in
                _ = try store.insert(AdminAccount.sample("new"))
                _ = try store.insert(CustomerAccount.sample("new@example.com"))
                try store.insert(TokenRecord.sample("b", owner: ids.admin))
                try store.recordUse(accessor: "accessor-a", at: noon)
                try store.recordUse(accessor: "accessor-o", at: noon)
                try store.append(.sample("signin"))
                try store.setThrottleEntry(ThrottleEntry(failures: 1, lockEnds: noon), .admin, key: "ops")
                _ = try store.addNonce("n", sentAt: 1, ofConsumer: ids.consumer)
            }
            #expect(try await database.read { try $0.changeVersion() } == before)
        }
    }
}
