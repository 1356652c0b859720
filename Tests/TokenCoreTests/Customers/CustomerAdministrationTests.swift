import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

/// Administration of customers follows the rules of the API, and is recorded for its own actor.
struct CustomerAdministrationTests {
    private static let other = Secret("Other-Horse-8-Battery")

    private func mails(_ test: TestCore) async throws -> [OutgoingMail] {
        try await test.core.mail.claim(limit: 100, lease: 3600).map(test.core.mail.contents)
    }

    private func create(_ draft: CustomerDraft, _ test: TestCore) async throws -> CustomerAccount {
        try await test.core.customers.create(draft, password: TestCore.password, storeCode: nil, .localOperator).account
    }

    @Test func aNewCustomerGetsTheWelcomeMail() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.makeCustomer()
        let sent = try await mails(test)
        #expect(sent.map(\.kind) == [.welcome] && sent.map(\.recipient) == ["ann@example.test"])
    }

    @Test func namesAreOptionalAndThoseThatAreGivenObeyTheNameRule() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let created = try await create(CustomerDraft(email: "ann@example.test"), test)
        #expect(created.firstName.isEmpty && created.lastName.isEmpty)
        await #expect(throws: Fault.self) {
            _ = try await create(CustomerDraft(email: "bob@example.test", firstName: "<b>", lastName: "Lee"), test)
        }
        #expect(try await test.core.customers.count() == 1)
    }

    @Test func aNewPasswordEndsTokensAndIsAnnounced() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.makeCustomer()
        let token = try await test.signIn(.customer, "ann@example.test")
        _ = try await mails(test)
        try await test.core.customers.setPassword(Self.other, email: "ANN@example.test", by: .localOperator)
        #expect(try await mails(test).map(\.kind) == [.passwordChanged])
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(try await test.outcome(.customer, "ann@example.test", Self.other) == "token")
        let row = try #require(try await test.trail().first { $0.action == "customer.password" })
        #expect(row.actorKind == "operator" && row.address == "cli" && row.reason == "1 ended")
    }

    @Test func everyAccountOfAnAddressIsDeletedWithItsOwnAuditRecord() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.core.administration(as: .localOperator).createStore("second", website: "second")
        _ = try await test.makeCustomer()
        _ = try await test.makeCustomer(store: "second")
        try await test.core.customers.delete(email: "Ann@example.test", by: AuditActor(.admin, id: 7, .cli))
        #expect(try await test.core.customers.count() == 0)
        let rows = try await test.trail().filter { $0.action == "customer.delete" }
        #expect(rows.count == 2 && rows.allSatisfy { $0.actorKind == "admin" && $0.actorID == 7 && $0.subject == "ann@example.test" })
    }

    @Test func anActorIsTheCallerWithTheOriginOfTheCall() {
        let origin = Origin(address: "192.0.2.7", requestID: "r-1").entering(.soap)
        let customer = Caller.CustomerIdentity(id: 5, groupID: 1, websiteID: 1, storeID: 1)
        let expected: [(Caller, AuditActor.Kind, Int?)] = [
            (.guest, .guest, nil), (.customer(customer), .customer, 5), (.admin(id: 3, permissions: .everything), .admin, 3),
            (.integration(id: 4, permissions: .everything), .integration, 4), (.localOperator, .operator, nil),
        ]
        for (caller, kind, id) in expected {
            let actor = AuditActor(caller, origin)
            #expect(actor.kind == kind && actor.id == id && actor.origin.channel == .soap)
            let record = AuditRecord(at: Timestamp(milliseconds: 0), action: "x", by: actor, subject: "y")
            #expect(record.actorKind == kind.rawValue && record.actorID == id)
            #expect(record.address == "192.0.2.7" && record.requestID == "r-1")
        }
    }

    @Test func administrationIsRecordedForItsActor() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let origin = Origin(address: "192.0.2.8", requestID: "r-2")
        _ = try await test.core.administration(as: AuditActor(.admin, id: 9, origin)).createRole("readers", resources: [Role.everything])
        let row = try #require(try await test.trail().first)
        #expect(row.actorKind == "admin" && row.actorID == 9 && row.address == "192.0.2.8" && row.requestID == "r-2")
    }
}
