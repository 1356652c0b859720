import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

@Suite(.timeLimit(.minutes(5))) struct PasswordChangeTests {
    private static let other = Secret("Other-Horse-8-Battery")

    private func change(_ id: Int, _ current: Secret, _ new: Secret = other, _ test: TestCore) async throws -> String {
        let context = try await test.context()
        do {
            return try await test.core.customers.changePassword(of: id, from: current, to: new, context) ? "true" : "false"
        } catch {
            return error.told
        }
    }

    @Test func aChangedPasswordEndsAllTokens() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let ann = try await test.makeCustomer()
        let token = try await test.signIn(.customer, ann.email)
        #expect(try await change(ann.id, TestCore.password, Secret(""), test) == "password.too-short 8")
        #expect(try await change(ann.id, TestCore.password, Secret(" Other-Horse-8"), test) == "password.edge-space")
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
        #expect(try await change(ann.id, TestCore.password, test: test) == "true")
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(try await test.outcome(.customer, ann.email) == "auth.failed")
        #expect(try await test.outcome(.customer, ann.email, Self.other) == "token")
        #expect(try await test.trail().contains { $0.action == "customer.password" && $0.outcome == .success })
    }

    private func change(_ id: Int, _ current: Secret, test: TestCore) async throws -> String {
        try await change(id, current, Self.other, test)
    }

    @Test func wrongCurrentPasswordsCountAsRefusedSignIns() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let ann = try await test.makeCustomer("Ann@example.test")
        for _ in 0..<3 { #expect(try await change(ann.id, Secret("wrong"), test: test) == "password.mismatch") }
        for _ in 0..<2 { #expect(try await test.outcome(.customer, "ann@EXAMPLE.test", Secret("wrong")) == "auth.failed") }
        #expect(try await change(ann.id, Secret(""), test: test) == "password.mismatch", "the sixth locks")
        #expect(try await change(ann.id, TestCore.password, test: test) == "password.mismatch")
        #expect(try await test.outcome(.customer, "ann@example.test") == "auth.failed")
        test.clock.advance(seconds: 1800)
        #expect(try await change(ann.id, TestCore.password, test: test) == "true")
    }

    @Test func oneOfTwoConcurrentChangesSucceeds() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let ann = try await test.makeCustomer()
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<4 {
                group.addTask { try await change(ann.id, TestCore.password, Secret("New-Horse-\(number)-Battery"), test) }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.sorted() == ["password.mismatch", "password.mismatch", "password.mismatch", "true"])
    }

    @Test func anAccountWithoutAPasswordCannotChangeIt() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let draft = CustomerDraft(email: "cy@example.test", firstName: "Cy", lastName: "Cole")
        let made = try await test.core.customers.create(draft, password: nil, try await test.context())
        #expect(try await change(made.account.id, Secret(""), test: test) == "password.mismatch")
    }

    @Test func freeAddressesAreDisclosedOnlyWhereAllowed() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.makeCustomer()
        let context = try await test.context()
        let customers = test.core.customers
        #expect(try await customers.isEmailAvailable("ann@example.test", websiteID: nil, context))
        try await test.core.administration(as: .localOperator).setSetting("checkout/options/enable_guest_checkout_login", to: "1")
        #expect(try await !customers.isEmailAvailable("ANN@example.test", websiteID: nil, context))
        #expect(try await !customers.isEmailAvailable("ann@example.test", websiteID: 1, context))
        #expect(try await customers.isEmailAvailable("ann@example.test", websiteID: 99, context))
        #expect(try await customers.isEmailAvailable("bob@example.test", websiteID: nil, context))
        #expect(try await customers.isEmailAvailable("malformed", websiteID: nil, context))
        _ = try await test.core.administration(as: .localOperator).createStore("second", website: "second")
        let second = try await test.context("second")
        #expect(try await customers.isEmailAvailable("ann@example.test", websiteID: nil, second))
        try await test.core.administration(as: .localOperator).setSetting("customer/account_share/scope", to: "0")
        #expect(try await !customers.isEmailAvailable("ann@example.test", websiteID: nil, second))
    }
}
