import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

@Suite(.timeLimit(.minutes(5))) struct PasswordResetTests {
    private static let other = Secret("Other-Horse-8-Battery")

    private func id(_ body: () async throws -> Bool) async throws -> String {
        do {
            return try await body() ? "true" : "false"
        } catch let fault as Fault {
            return fault.told
        }
    }

    /// The mails in the queue, oldest first.
    private func mails(_ test: TestCore) async throws -> [OutgoingMail] {
        let queued = try await test.core.mail.claim(limit: 100, lease: 3600)
        return try queued.map(test.core.mail.contents)
    }

    /// A customer whose welcome mail has left the queue.
    @discardableResult
    private func makeCustomer(_ test: TestCore, _ email: String = "ann@example.test") async throws -> CustomerAccount {
        let account = try await test.makeCustomer(email)
        for mail in try await test.core.mail.claim(limit: 1, lease: 60) {
            _ = try await test.database.write { try $0.deleteMail(id: mail.id, attempt: mail.attempts) }
        }
        return account
    }

    private func secret(_ name: String, _ mail: OutgoingMail) throws -> Secret {
        guard case .secret(let secret)? = mail.values[name] else { throw StoreFailure.conflict(name) }
        return secret
    }

    private func request(_ email: String, _ test: TestCore, template: String = "email_reset", from address: String = "192.0.2.1")
        async throws -> String
    {
        let scope = try await test.context().store
        let context = CallContext(caller: .guest, store: scope, origin: Origin(address: address, requestID: "r"))
        return try await id { try await test.core.customers.requestReset(email: email, template: template, websiteID: nil, context) }
    }

    private func reset(_ token: Secret, _ test: TestCore, email: String = "ann@example.test", to new: Secret = other) async throws -> String
    {
        let context = try await test.context()
        return try await id { try await test.core.customers.resetPassword(email: email, token: token, to: new, context) }
    }

    private func unlimited(_ test: TestCore) async throws {
        try await test.core.administration(as: .localOperator).setSetting("customer/password/password_reset_protection_type", to: "0")
    }

    @Test func aMailedTokenSetsANewPasswordOnce() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await makeCustomer(test)
        let bearer = try await test.signIn(.customer, "ann@example.test")
        for _ in 0..<6 { _ = try await test.outcome(.customer, "ann@example.test", Secret("wrong")) }
        #expect(try await request("ANN@example.test", test) == "true")
        let mail = try #require(try await mails(test).last)
        #expect(mail.kind == .passwordReset && mail.recipient == "ann@example.test" && mail.values["link"] == nil)
        let token = try secret("token", mail)
        #expect(token.count == 32)
        #expect(try await reset(token, test, to: Secret("short")) == "password.too-short 8", "the token is not used up")
        #expect(try await reset(token, test, email: "bob@example.test") == "reset.token-mismatch")
        #expect(try await reset(token, test) == "true")
        #expect(try await reset(token, test) == "reset.token-mismatch")
        #expect(try await test.core.tokens.caller(bearing: bearer) == nil)
        #expect(try await test.outcome(.customer, "ann@example.test", Self.other) == "token", "the lock is lifted")
        #expect(try await test.outcome(.customer, "ann@example.test") == "auth.failed")
        #expect(try await mails(test).map(\.kind) == [.passwordChanged])
        #expect(try await test.trail().allSatisfy { !$0.reason.contains(token.revealed) && !$0.subject.contains(token.revealed) })
    }

    @Test func aTokenIsVoidAfterANewOneAndAfterItsLifetime() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await unlimited(test)
        try await makeCustomer(test)
        _ = try await request("ann@example.test", test)
        _ = try await request("ann@example.test", test)
        let tokens = try await mails(test).map { try secret("token", $0) }
        #expect(tokens.count == 2)
        #expect(try await reset(tokens[0], test) == "reset.token-mismatch")
        test.clock.advance(milliseconds: 2 * 3_600_000)
        #expect(try await reset(tokens[1], test) == "reset.token-expired", "at the instant itself")
        test.clock.advance(milliseconds: -1)
        #expect(try await reset(tokens[1], test, email: "") == "true", "found by the token alone")
        #expect(try await reset(Secret(""), test) == "input.required resetPasswordLinkToken")
        #expect(try await reset(Secret("nope"), test, email: "") == "reset.token-mismatch")
    }

    @Test func requestsDoNotDiscloseWhetherAnAccountExists() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await unlimited(test)
        try await makeCustomer(test)
        for email in ["ghost@example.test", "", "no address", String(repeating: "x", count: 300) + "@b.test"] {
            #expect(try await request(email, test) == "true")
        }
        #expect(try await mails(test).isEmpty)
        #expect(try await test.database.read { try $0.queuedMails(upTo: 100) } == 0, "requests are answered, not kept")
        #expect(
            try await request("ann@example.test", test, template: "email_nope")
                == "input.template email_nope template email_reminder email_reset")
        #expect(try await test.trail().filter { $0.action == "customer.reset-request" }.count == 4)
    }

    /// Whether or not the account exists, one row of about the same length is written before the response.
    @Test func aRequestWritesTheSameForKnownAndUnknownAddresses() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await unlimited(test)
        try await makeCustomer(test)
        _ = try await mails(test)
        var before = try await test.trail()
        var sizes: [Int?] = []
        for email in ["ann@example.test", "bob@example.test"] {
            #expect(try await request(email, test) == "true")
            let waiting = try await test.database.read { try $0.queuedMails(limit: 100) }.filter { $0.attempts == 0 }
            #expect(waiting.map(\.kind) == ["reset_request"])
            let row = try #require(waiting.first)
            #expect(row.recipient.isEmpty && row.recipientName.isEmpty && row.texts == "{}" && !"\(row)".contains(email))
            sizes.append(row.sealed?.count)
            #expect(try await test.trail() == before)
            _ = try await mails(test)
            before = try await test.trail()
        }
        #expect(sizes.count == 2 && sizes[0] == sizes[1])
    }

    /// Users type passwords into address fields.
    @Test func theAuditTrailShortensUnknownNames() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await unlimited(test)
        try await makeCustomer(test)
        _ = try await request("ANN@example.test", test)
        test.clock.advance(seconds: 30)
        _ = try await request("Correct-Horse-7", test, from: "192.0.2.9")
        let asked = test.clock.now()
        test.clock.advance(seconds: 30)
        _ = try await mails(test)
        let rows = try await test.trail().filter { $0.action == "customer.reset-request" }
        #expect(rows.map(\.subject) == ["Cor… (no account)", "ANN@example.test"])
        #expect(rows.map(\.reason) == ["unknown", ""])
        #expect(rows.first?.at == asked && rows.first?.address == "192.0.2.9" && rows.first?.actorKind == "guest")
    }

    @Test func manyRequestsAreCompletedInOneClaim() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await unlimited(test)
        for name in ["ann", "bob", "cy"] { try await makeCustomer(test, "\(name)@example.test") }
        _ = try await mails(test)
        for number in 0..<20 { _ = try await request("ghost\(number)@example.test", test) }
        for name in ["ann", "bob", "cy"] { _ = try await request("\(name)@example.test", test) }
        let first = try await test.core.mail.claim(limit: 2, lease: 60)
        #expect(first.map(\.recipient) == ["ann@example.test", "bob@example.test"])
        #expect(try await test.core.mail.claim(limit: 2, lease: 60).map(\.recipient) == ["cy@example.test"])
        #expect(try await test.core.mail.claim(limit: 2, lease: 60).isEmpty)
    }

    @Test func requestsForUnknownAddressesAreCounted() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await makeCustomer(test)
        #expect(try await request("ghost@example.test", test) == "true")
        #expect(try await request("Ghost@example.test ", test, from: "192.0.2.2") == "reset.too-often", "the address was just named")
        #expect(try await request("ann@example.test", test) == "reset.too-often", "somebody there has just asked")
        #expect(try await request("ann@example.test", test, from: "192.0.2.3") == "true")
        test.clock.advance(seconds: 600)
        #expect(try await request("ann@example.test", test) == "true", "the pause is over, refused requests do not count")
        try await test.core.administration(as: .localOperator).setSetting(
            "customer/password/min_time_between_password_reset_requests", to: "0")
        for _ in 0..<3 { #expect(try await request("ann@example.test", test, from: "192.0.2.4") == "true") }
        #expect(try await request("ann@example.test", test, from: "192.0.2.5") == "reset.too-often", "five in an hour")
        test.clock.advance(seconds: 3000)
        #expect(try await request("ann@example.test", test, from: "192.0.2.5") == "true", "the first one is an hour old")
        try await test.core.administration(as: .localOperator).setSetting("customer/password/password_reset_protection_type", to: "2")
        #expect(try await request("ann@example.test", test, from: "192.0.2.6") == "true")
    }

    @Test func concurrentRequestsDoNotExceedTheLimit() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<10 { group.addTask { try await request("ghost@example.test", test) } }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == "true" }.count == 1)
    }

    @Test func linksContainBothValuesPercentEncoded() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.core.administration(as: .localOperator).setSetting(
            "customer/password/reset_link_url", to: "https://shop.test/set?t=:token&e=:email&x=:other")
        let draft = CustomerDraft(email: "a+token&b@example.test", firstName: "Cy", lastName: "Cole")
        _ = try await test.core.customers.create(draft, password: nil, try await test.context())
        let mail = try #require(try await mails(test).first)
        let token = try secret("token", mail).revealed
        #expect(mail.kind == .welcomeWithoutPassword)
        #expect(
            try secret("link", mail).revealed
                == "https://shop.test/set?t=\(token)&e=a%2Btoken%26b%40example.test&x=:other")
        #expect(try await reset(Secret(token), test, email: "") == "true")
        #expect(try await test.outcome(.customer, draft.email ?? "", Self.other) == "token")
    }

    /// Imported accounts may have such addresses.
    @Test func placeholdersInsideValuesAreNotReplaced() {
        let link = ResetLink(template: "https://shop.test/:email/:token").filled(token: Secret("t"), email: ":token@b.test")
        #expect(link.revealed == "https://shop.test/%3Atoken%40b.test/t")
    }

    @Test func aNewAddressVoidsTheToken() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let ann = try await makeCustomer(test)
        _ = try await request("ann@example.test", test)
        let token = try secret("token", try #require(try await mails(test).first))
        let guest = try await test.context()
        let admin = CallContext(caller: .admin(id: 1, permissions: .everything), store: guest.store, origin: guest.origin)
        let draft = CustomerDraft(id: ann.id, email: "anna@example.test", firstName: "Ann", lastName: "Lee")
        _ = try await test.core.customers.save(draft, passwordHash: nil, admin)
        #expect(try await reset(token, test, email: "") == "reset.token-mismatch")
        #expect(
            try await mails(test).map { "\($0.kind) \($0.recipient)" }
                == ["emailChanged ann@example.test", "emailChanged anna@example.test"])
    }

    @Test func oldTokensAndRequestsAreDeleted() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await makeCustomer(test)
        _ = try await request("ann@example.test", test)
        test.clock.advance(seconds: 168 * 3600)
        _ = try await test.core.cleanup.purge()
        let token = try secret("token", try #require(try await mails(test).first))
        #expect(try await reset(token, test) == "reset.token-expired")
        test.clock.advance(seconds: 1)
        _ = try await test.core.cleanup.purge()
        #expect(try await reset(token, test) == "reset.token-mismatch")
        #expect(try await test.database.read { try $0.latestResetRequest(.address, key: "192.0.2.1", until: test.clock.now()) } == nil)
    }
}
