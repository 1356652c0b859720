import ServiceModel
import TestSupport
import Testing
import TokenCore

struct AdministrationTests {
    private func refusal(_ body: () async throws -> some Sendable) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch {
            guard let fault = error as? Fault else { return "\(error)" }
            return fault.message.id.hasPrefix("administration.") ? MessageTexts().text(of: fault) : fault.message.id
        }
    }

    @Test func takenNamesAreComparedWithoutCase() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin("Ops")
        _ = try await test.makeCustomer("Ann@example.test")
        #expect(await refusal { try await test.makeAdmin("oPS") } == "oPS exists already")
        #expect(await refusal { try await test.makeCustomer("ANN@example.test") } == "customer.exists")
    }

    @Test func twoWebsitesMayHaveTheSameAddressUnlessTheyShareCustomers() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.core.administration(as: .localOperator).createStore("second", website: "second")
        _ = try await test.makeCustomer()
        #expect(try await test.makeCustomer(store: "second").websiteID != 1)
        try await test.core.customers.delete(email: "ann@example.test", by: .localOperator)
        try await test.core.administration(as: .localOperator).setSetting("customer/account_share/scope", to: "0")
        _ = try await test.makeCustomer()
        #expect(await refusal { try await test.makeCustomer(store: "second") } == "customer.exists")
    }

    @Test(arguments: [
        ("oauth/authentication_lock/max_failures_count", "0"), ("oauth/authentication_lock/max_failures_count", "-1"),
        ("oauth/authentication_lock/max_failures_count", "101"), ("oauth/authentication_lock/timeout", "soon"),
        ("oauth/access_token_lifetime/admin", "87601"), ("oauth/access_token_lifetime/admin", "-1"),
        ("oauth/access_token_lifetime/admin", "1e3"), ("customer/account_share/scope", "2"), ("nope/nope/nope", "1"),
        ("webapi/validation/maximum_page_size", "299"),
    ])
    func settingsOutsideTheirRangeAreRefused(_ path: String, _ value: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        #expect(await refusal { try await test.core.administration(as: .localOperator).setSetting(path, to: value) } != nil)
        #expect(try await test.core.directory.current().settings == Settings())
    }

    @Test func assignedRolesCannotBeDeleted() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let admin = test.core.administration(as: .localOperator)
        _ = try await admin.createRole("readers", resources: ["Magento_Customer::customer", "Magento_Customer::customer"])
        try await test.makeAdmin("ops", role: "readers")
        #expect(await refusal { try await admin.deleteRole("readers") } != nil)
        try await admin.assignRole(nil, to: "ops")
        #expect(await refusal { try await admin.deleteRole("readers") } == nil)
        #expect(await refusal { try await admin.createRole("x", resources: ["Magento_Nope::nope"]) } != nil)
        #expect(await refusal { try await admin.createRole("x", resources: []) } != nil)
    }

    @Test func theDefaultRoleCannotBeDeleted() async throws {
        let test = try TestCore()
        defer { test.remove() }
        #expect(await refusal { try await test.core.administration(as: .localOperator).deleteRole(Role.administrators) } != nil)
        try await test.makeAdmin("ops")
    }

    @Test func unlockingNeedsAnAccountOrAFailure() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let admin = test.core.administration(as: .localOperator)
        try await test.makeAdmin("ops")
        #expect(await refusal { try await admin.unlock(.admin, "opps") } == "there is no admin opps")
        #expect(await refusal { try await admin.unlock(.customer, "ops") } == "there is no customer ops")
        #expect(await refusal { try await admin.unlock(.admin, "Ops") } == nil)
        #expect(try await test.outcome(.admin, "opps") == "auth.failed")
        #expect(await refusal { try await admin.unlock(.admin, "opps") } == nil)
        #expect(await refusal { try await admin.unlock(.admin, "opps") } == "there is no admin opps")
    }

    @Test(arguments: ["https://169.254.169.254/oauth", "https://[fe80::1]/oauth", "https://[::ffff:169.254.1.1]/", "https://2852039166/"])
    func linkLocalAddressesOfIntegrationsAreRefused(_ url: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        let admin = test.core.administration(as: .localOperator)
        let drafts = [
            "endpoint": Administration.IntegrationDraft(endpoint: url, resources: [Role.everything]),
            "identity link": Administration.IntegrationDraft(identityLink: url, resources: [Role.everything]),
        ]
        for (name, draft) in drafts {
            let refused = await refusal { try await admin.createIntegration("erp", draft) }
            #expect(refused == "the \(name) must not be at a link-local address")
        }
        _ = try await admin.createIntegration("erp", .init(resources: [Role.everything]))
        #expect(await refusal { try await admin.setIntegration("erp", .init(endpoint: url)) } != nil)
    }

    @Test func aFailedChangeWritesNoAuditRecord() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let before = try await test.trail()
        #expect(
            await refusal { try await test.core.administration(as: .localOperator).setAdmin("ghost", active: false) }
                == "there is no admin ghost")
        #expect(try await test.trail() == before)
    }

    @Test(arguments: ["All", "9x", "", "a-b", "all", "admin", String(repeating: "a", count: 33)])
    func invalidStoreCodesAreRefused(_ code: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        #expect(await refusal { try await test.core.administration(as: .localOperator).createStore(code, website: nil) } != nil)
    }

    @Test(arguments: [
        ("a@b", true), ("a@b@c", false), ("@b", false), ("a@", false), ("a b@c", false), ("a\n@c", false), ("", false),
        ("a.b+c=d'e@b-c.test", true), ("!#$%&'*+-/=?^_`{|}~@b.test", true), ("O'Hara@example.test", true), ("1@2.3", true),
        ("zoë@bücher.test", true), ("用户@例子.test", true), ("a..b@c", false), (".a@c", false), ("a.@c", false), ("a@b..c", false),
        ("a@.c", false), ("a@c.", false), ("a@-b.test", false), ("a@b-.test", false), ("a@b_c.test", false), ("a@b+c.test", false),
        ("\"a\"@c", false), ("a(x)@c", false), ("<a@c>", false), ("a,b@c", false), ("a;b@c", false), ("a:b@c", false), ("a\\b@c", false),
        ("a@[127.0.0.1]", false), ("a\u{200B}@c", false), ("a@b\u{202E}c", false), ("a@b\u{A0}c", false), ("a\u{3000}b@c", false),
        (String(repeating: "a", count: 64) + "@b.test", true), (String(repeating: "a", count: 65) + "@b.test", false),
        (String(repeating: "é", count: 32) + "@b.test", true), (String(repeating: "é", count: 33) + "@b.test", false),
        ("a@" + String(repeating: "b", count: 63) + ".test", true), ("a@" + String(repeating: "b", count: 64) + ".test", false),
        ("a@" + String(repeating: "b.", count: 125) + "cc", true), ("a@" + String(repeating: "b.", count: 125) + "ccc", false),
    ])
    func emailAddressesAreValidated(_ text: String, _ expected: Bool) {
        #expect(EmailAddress.isValid(text) == expected)
    }

    @Test func timesAreFormattedInUTC() {
        #expect(Timestamp(milliseconds: 0).sqlDateTime == "1970-01-01 00:00:00")
        #expect(Timestamp(milliseconds: 951_782_400_000).sqlDateTime == "2000-02-29 00:00:00")
        #expect(Timestamp(milliseconds: 1_700_000_000_999).sqlDateTime == "2023-11-14 22:13:20")
        #expect(Timestamp(milliseconds: -1).sqlDateTime == "1969-12-31 23:59:59")
        #expect(Timestamp(milliseconds: 4_102_444_799_000).sqlDateTime == "2099-12-31 23:59:59")
        #expect(Timestamp(milliseconds: .max).adding(seconds: .max) == Timestamp(milliseconds: .max))
    }
}
