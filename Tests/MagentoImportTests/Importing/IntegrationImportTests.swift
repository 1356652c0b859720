import ServiceModel
import Testing
import TokenCore

@testable import MagentoImport

/// The import of integrations with their credentials.
struct IntegrationImportTests {
    private let workshop: Workshop
    private static let secret = "0:3:AAECAwQFBgcICQoLtXkGfyAZu+3CbF0qMUkckHCCKG/D7pMq"

    init() throws {
        workshop = try Workshop()
    }

    private func text(_ character: Character) -> String { String(repeating: character, count: 32) }

    private func dump(
        consumerSecret: String? = nil, tokenType: String = "access", status: Int = 1, endpoint: String = "https://app.test/x"
    ) -> String {
        Dump.head
            + Dump.table("authorization_role", "role_id parent_id role_type user_id user_type role_name")
            + Dump.insert("authorization_role", "(6,0,'U',7,'1','17')")
            + Dump.table("authorization_rule", "rule_id role_id resource_id permission")
            + Dump.insert("authorization_rule", "(1,6,'Magento_Customer::customer','allow')", "(2,6,'Vendor_Thing::do','allow')")
            + Dump.table("integration", "integration_id name email endpoint status consumer_id setup_type identity_link_url")
            + Dump.insert(
                "integration", "(7,'ERP','erp@shop.test','\(endpoint)',\(status),3,0,NULL)", "(8,'Bare',NULL,NULL,0,NULL,1,NULL)")
            + Dump.table("oauth_consumer", "entity_id created_at updated_at name key secret callback_url")
            + Dump.insert(
                "oauth_consumer",
                "(3,'2022-01-01 00:00:00',NULL,'Integration7','\(text("k"))','\(consumerSecret ?? text("s"))',NULL)")
            + Dump.table(
                "oauth_token", "entity_id consumer_id admin_id customer_id type token secret verifier revoked authorized created_at")
            + Dump.insert(
                "oauth_token", "(1,3,NULL,NULL,'\(tokenType)','\(text("t"))','\(text("u"))',NULL,0,0,'2022-01-02 00:00:00')",
                "(2,NULL,NULL,9,'access','\(text("v"))','\(text("w"))',NULL,0,0,'2022-01-02 00:00:00')",
                "(3,3,NULL,NULL,'access','\(text("x"))','\(text("y"))',NULL,1,0,'2022-01-02 00:00:00')")
            + Dump.tail
    }

    @Test func importedCredentialsRemainValid() async throws {
        let report = try await workshop.run(workshop.dump(dump()))
        #expect(report.lines == [.init(kind: "integrations", new: 1, present: 0, skipped: 1)])
        let core = workshop.core
        let found = try await core.database.read { try $0.integration(named: "ERP") }
        let integration = try #require(found)
        #expect(integration.id == 7 && integration.status == .active && integration.endpoint == "https://app.test/x")
        #expect(integration.resources == ["Magento_Customer::customer", "Vendor_Thing::do"])
        #expect(integration.createdAt.sqlDateTime == "2022-01-01 00:00:00")
        let consumer = try #require(try await core.database.read { try $0.consumer(ofIntegration: 7) })
        #expect(consumer.key == text("k"))
        #expect(try core.secrets.open(consumer.secret, for: consumer.purpose).revealed == text("s"))
        let tokens = try await core.database.read { try $0.oauthTokens(ofConsumer: consumer.id, .access) }
        #expect(tokens.map(\.digest) == [TokenFormat.digest(Secret(text("t")))])
        let token = try #require(tokens.first)
        #expect(try core.secrets.open(token.secret ?? "", for: token.purpose).revealed == text("u"))
        #expect(try await workshop.run(workshop.dump(dump())).isUnchanged)
    }

    @Test func encryptedSecretsNeedTheKey() async throws {
        // The secret of the contract's vector has 8 characters: with the key it is decrypted and then refused for its length.
        let path = try workshop.dump(dump(consumerSecret: Self.secret))
        let before = try await workshop.contents()
        #expect(try await workshop.refusal(path)?.text == "secret is encrypted: the crypt key is needed (--crypt-key-stdin)")
        let other = try workshop.dump(dump(consumerSecret: "1" + Self.secret.dropFirst()))
        let missing = await #expect(throws: ImportProblem.self) { try await workshop.run(other, withKey: true) }
        #expect(missing?.text == "secret is encrypted with crypt key 1, which was not given")
        #expect(try await workshop.contents() == before)
        let read = try await workshop.run(workshop.dump(dump(consumerSecret: Self.secret)), withKey: true)
        #expect(read.rejectedRows.map(\.problem.text) == ["secret is not 32 letters and digits"])
    }

    /// An integration with an invalid part is not imported at all.
    @Test func anIntegrationWithAnInvalidPartIsRejected() async throws {
        let before = try await workshop.contents()
        for (text, problem) in [
            (dump(status: 3), "status is not a number from 0 to 2"), (dump(consumerSecret: "short"), "secret is not 32 letters and digits"),
        ] {
            let report = try await workshop.run(workshop.dump(text))
            #expect(report.rejectedRows.map(\.problem.text) == [problem])
            #expect(report.rejectedRows.map(\.table) == [.integration] && report.rejectedRows.map(\.key) == ["7"])
            #expect(try await workshop.contents() == before)
        }
        let report = try await workshop.run(workshop.dump(dump(tokenType: "magic")))
        #expect(report.rejectedRows.map(\.problem.text) == ["type is not access, request or verifier"])
        #expect(report.lines.first { $0.kind == "integrations" }?.new == 1)
    }

    @Test func anUnusableEndpointIsDropped() async throws {
        let report = try await workshop.run(workshop.dump(dump(endpoint: "http://app.test/x")))
        #expect(
            report.notes.contains(
                "Integration ERP comes without its endpoint, which must be an https URL without user and fragment, or an http URL of this machine."
            ))
        #expect(try await workshop.core.database.read { try $0.integration(named: "ERP") }?.endpoint == nil)
    }

    @Test func keyedPasswordsAreAcceptedWithTheKey() async throws {
        let text = Dump.customers(Dump.customer(1, "key@shop.test", hash: "'\(Dump.keyed)'"))
        try await workshop.run(workshop.dump(text), withKey: true)
        #expect(try await workshop.outcome(.customer, "key@shop.test", "Passw0rd") == "auth.failed")
        #expect(try await workshop.outcome(.customer, "key@shop.test", "Passw0rd!") == "token")
        #expect(try await workshop.customer(1).passwordHash?.hasPrefix("$argon2id$") == true)
    }

    /// Contract: `tokens.md` B, through a sign-in.
    @Test(arguments: [
        "6d49a1b7f01054fa39eccf3ffd052061:\(Dump.salt):0", Dump.sha, Dump.argon,
        "3947ee47a7d5e576f8f43c6b7d7ac6b51823ab989f5609ae7a4e4e87a332223b:\(Dump.salt):2",
        "550350fe6832bb3c5af6e9385d9245897cb8b8380f5bc1f4b9002a81b8bf079e:\(Dump.salt):0:1",
        "0228841473535b7cf6cc451474f8b8f636527f57f1076a69b077d62aed5f3f1a:\(Dump.salt):1:3_32_2_67108864",
        "e3c6928a6f9565c9eee17cc3a427aaf86c54ab2fcf731b3839836230aaf9ad3e:\(Dump.salt):0:1:2",
        "da9fe691579a69985b4037284e27587961a99aaddd73efbdf9ec9ebaa0daa842:salt:2",
    ])
    func everyHashVersionIsAcceptedAndUpgraded(_ hash: String) async throws {
        try await workshop.run(workshop.dump(Dump.customers(Dump.customer(1, "ann@shop.test", hash: "'\(hash)'"))))
        #expect(try await workshop.customer(1).passwordHash == hash)
        #expect(try await workshop.outcome(.customer, "ann@shop.test", "passw0rd!") == "auth.failed")
        #expect(try await workshop.customer(1).passwordHash == hash)
        #expect(try await workshop.outcome(.customer, "ann@shop.test", "Passw0rd!") == "token")
        #expect(try await workshop.customer(1).passwordHash?.hasPrefix("$argon2id$") == true)
        #expect(try await workshop.outcome(.customer, "ann@shop.test", "Passw0rd!") == "token")
    }

    @Test func progressIsReportedForManyCustomers() async throws {
        let rows = (1...2000).map { Dump.customer($0, "c\($0)@shop.test", hash: "'\(Dump.sha)'") }
        let text =
            Dump.head + Dump.table("customer_entity", Dump.customerColumns)
            + "INSERT INTO `customer_entity` VALUES \(rows.joined(separator: ","));\n" + Dump.tail
        let path = try workshop.dump(text)
        let reported = Steps()
        let magento = MagentoImport(path: path, interval: 500) { step, count in reported.add("\(step) \(count)") }
        let report = try await magento.run(on: workshop.core)
        #expect(report.lines == [.init(kind: "customers", new: 2000, present: 0, skipped: 0)])
        let counts = [500, 1000, 1500, 2000]
        #expect(reported.all == counts.map { "reading customer_entity \($0)" } + counts.map { "customer_entity \($0)" })
    }
}
