import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

/// An invalid draft and the expected fault.
struct RuleRow: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: String
    let change: @Sendable (inout CustomerDraft) -> Void
    var password = Secret("Correct-Horse-7-Battery")

    init(
        _ name: String, _ expected: String, password: String? = nil, _ change: @escaping @Sendable (inout CustomerDraft) -> Void = { _ in }
    ) {
        testDescription = name
        self.expected = expected
        self.change = change
        if let password { self.password = Secret(password) }
    }

    static let long = String(repeating: "x", count: 256)

    static let all: [RuleRow] = [
        RuleRow("right", "ok"),
        RuleRow("other group before all others", "auth.denied Magento_Customer::manage", password: "") {
            ($0.groupID, $0.email) = (2, nil)
        },
        RuleRow("group 0", "auth.denied Magento_Customer::manage") { $0.groupID = 0 },
        RuleRow("default group", "ok") { $0.groupID = 1 },
        RuleRow("password before id", "password.too-short 8", password: "") { $0.id = 5 },
        RuleRow("password with blank", "password.edge-space", password: "Correct-Horse-7 "),
        RuleRow("password is the address", "password.equals-email", password: "NEW-1@example.test"),
        RuleRow("id of nobody before website", "entity.not-found-pair email new-1@example.test websiteId 99") {
            ($0.id, $0.websiteID) = (5, 99)
        },
        RuleRow("id with a taken address", "customer.exists") { ($0.id, $0.email) = (5, "ANN@example.test") },
        RuleRow("website before e-mail", "website.unknown 99") { ($0.websiteID, $0.email) = (99, nil) },
        RuleRow("admin website", "website.unknown 0") { $0.websiteID = 0 },
        RuleRow("unknown store", "customer.store-mismatch") { $0.storeID = 99 },
        RuleRow("admin store", "customer.store-mismatch") { $0.storeID = 0 },
        RuleRow("store of another website", "customer.store-mismatch") { $0.storeID = 2 },
        RuleRow("website brings its store", "ok") { $0.websiteID = 2 },
        RuleRow("no e-mail before names", "customer.email-missing") { ($0.email, $0.firstName) = (nil, nil) },
        RuleRow("empty e-mail", "customer.email-missing") { $0.email = "" },
        RuleRow("no at", "customer.email-invalid") { $0.email = "nobody" },
        RuleRow("two ats", "customer.email-invalid") { $0.email = "a@b@c" },
        RuleRow("long local part", "customer.email-invalid") { $0.email = String(repeating: "a", count: 65) + "@b.test" },
        RuleRow("marks count", "customer.email-invalid") { $0.email = "a" + String(repeating: "\u{301}", count: 80) + "@b.test" },
        RuleRow("two dots", "customer.email-invalid") { $0.email = "a..b@example.test" },
        RuleRow("dot at the end", "customer.email-invalid") { $0.email = "a.@example.test" },
        RuleRow("quoted name", "customer.email-invalid") { $0.email = "\"a\"@example.test" },
        RuleRow("address literal", "customer.email-invalid") { $0.email = "a@[127.0.0.1]" },
        RuleRow("underscore in the domain", "customer.email-invalid") { $0.email = "a@b_c.test" },
        RuleRow("no first name", "customer.value-required First Name") { $0.firstName = nil },
        RuleRow("no names", "input.several customer.value-required customer.value-required") { ($0.firstName, $0.lastName) = ("", nil) },
        RuleRow("markup in a name", "customer.name-invalid Last Name") { $0.lastName = "<b>" },
        RuleRow("long name", "customer.name-invalid Middle Name") { $0.middleName = RuleRow.long },
        RuleRow("names of the world", "ok") { ($0.firstName, $0.lastName) = ("Zoe\u{308} `’& _", "O'Hara-Ж, 3. 你好") },
        RuleRow("control in a name", "customer.name-invalid First Name") { $0.firstName = "a\u{7}b" },
        RuleRow("no date", "input.value 2026-02-30 dob") { $0.dateOfBirth = "2026-02-30" },
        RuleRow("date with time", "ok") { $0.dateOfBirth = "1970-01-01 00:00:00" },
        RuleRow("no date with time", "input.value 2026-02-30T00:00:00 dob") { $0.dateOfBirth = "2026-02-30T00:00:00" },
        RuleRow("date with no time", "input.value 1970-01-01 25:00:00 dob") { $0.dateOfBirth = "1970-01-01 25:00:00" },
        RuleRow("future with time", "customer.dob-future") { $0.dateOfBirth = "2023-11-15T00:00:00Z" },
        RuleRow("today at its end", "ok") { $0.dateOfBirth = "2023-11-14T23:59:59.999-12:00" },
        RuleRow("future", "customer.dob-future") { $0.dateOfBirth = "2023-11-15" },
        RuleRow("today", "ok") { $0.dateOfBirth = "2023-11-14" },
        RuleRow("leap day", "ok") { $0.dateOfBirth = "2000-02-29" },
        RuleRow("gender", "input.value 4 gender") { $0.gender = 4 },
        RuleRow("long prefix is cut", "input.value " + String(repeating: "x", count: 64) + " prefix") { $0.prefix = RuleRow.long },
        RuleRow("long tax number", "input.value " + String(repeating: "x", count: 51) + " taxvat") {
            $0.taxNumber = String(repeating: "x", count: 51)
        },
        RuleRow("flag", "input.value 2 disable_auto_group_change") { $0.disablesAutoGroupChange = 2 },
        RuleRow("default address of nobody", "input.value 5 default_billing") { $0.defaultBilling = "5" },
        RuleRow("address before uniqueness", "input.required city") { draft in
            draft.email = "ann@example.test"
            draft.addresses = [AddressDraft.sample("")]
        },
        RuleRow("address with an id", "ok") { draft in
            var address = AddressDraft.sample("York")
            address.id = 3
            draft.addresses = [address]
        },
        RuleRow("empty address", "input.several countryId street telephone city firstname lastname") { $0.addresses = [AddressDraft()] },
        RuleRow("empty lines", "input.required street") { $0.addresses = [.sample("York") { $0.street = ["", ""] }] },
        RuleRow("five lines", "input.value 1, 2, 3, 4, 5 street") {
            $0.addresses = [.sample("York") { $0.street = ["1", "2", "3", "4", "5"] }]
        },
        RuleRow("line break", "input.value a\nb street") { $0.addresses = [.sample("York") { $0.street = ["a\nb"] }] },
        RuleRow("country", "input.value gb country_id") { $0.addresses = [.sample("York") { $0.countryID = "gb" }] },
        RuleRow("name in address", "customer.name-invalid First Name") { $0.addresses = [.sample("York") { $0.firstName = "{}" }] },
        RuleRow("taken", "customer.exists") { $0.email = "ANN@Example.test" },
    ]
}

extension AddressDraft {
    static func sample(_ city: String, _ change: (inout AddressDraft) -> Void = { _ in }) -> AddressDraft {
        var draft = AddressDraft(
            countryID: "GB", street: ["1 Hill Road"], telephone: "123", city: city, firstName: "Al", lastName: "Bo")
        change(&draft)
        return draft
    }
}

extension Fault {
    /// Message id and values of all collected faults.
    var told: String {
        let values = arguments.map { argument in
            if case .wire(let wire) = argument.value { Scalar.text(wire) ?? "?" } else { "?" }
        }
        guard !collected.isEmpty else { return ([message.id] + values).joined(separator: " ") }
        let inner = collected.map { $0.message == .inputRequired ? $0.told.replacing("input.required ", with: "") : $0.message.id }
        return ([message.id] + inner).joined(separator: " ")
    }
}

struct CustomerRulesTests {
    @Test func theFirstViolatedRuleIsReported() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.makeCustomer()
        _ = try await test.core.administration(as: .localOperator).createStore("second", website: "second")
        let context = try await test.context()
        for (number, row) in RuleRow.all.enumerated() {
            let email = row.expected == "ok" ? "ok-\(number)@example.test" : "new-1@example.test"
            var draft = CustomerDraft(email: email, firstName: "Cy", lastName: "Cole")
            row.change(&draft)
            let before = try await test.database.read { try $0.customers(after: 0, limit: 100).count }
            var outcome = "ok"
            do { _ = try await test.core.customers.create(draft, password: row.password, context) } catch { outcome = error.told }
            #expect(outcome == row.expected, "\(row.testDescription)")
            let after = try await test.database.read { try $0.customers(after: 0, limit: 100).count }
            #expect(after - before == (row.expected == "ok" ? 1 : 0), "\(row.testDescription)")
        }
    }

    @Test func onlyCallersWithTheResourceChooseGroups() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let guest = try await test.context()
        let admin = CallContext(
            caller: .admin(id: 1, permissions: .resources(["Magento_Customer::manage"])), store: guest.store, origin: guest.origin)
        func made(_ group: Int) async throws -> String {
            let draft = CustomerDraft(groupID: group, email: "g\(group)@example.test", firstName: "Cy", lastName: "Cole")
            do throws(Fault) {
                return String(try await test.core.customers.create(draft, password: nil, admin).account.groupID)
            } catch {
                return error.message.id
            }
        }
        #expect(try await made(2) == "2")
        #expect(try await made(0) == "customer.group-unknown")
        #expect(try await made(99) == "customer.group-unknown")
        #expect(try await test.trail().first { $0.action == "customer.create" }?.actorKind == "admin")
    }
}
