import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

@Suite(.timeLimit(.minutes(5))) struct CustomerChangeTests {
    private func admin(_ test: TestCore) async throws -> CallContext {
        let guest = try await test.context()
        return CallContext(caller: .admin(id: 1, permissions: .everything), store: guest.store, origin: guest.origin)
    }

    private func outcome(_ body: () async throws -> CustomerProfile) async throws -> String {
        do {
            _ = try await body()
            return "ok"
        } catch let fault as Fault {
            return fault.told
        }
    }

    @Test func absentFieldsAreKeptAndEmptyOnesCleared() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await admin(test)
        var draft = CustomerDraft(
            groupID: 2, dateOfBirth: "1970-01-31", email: "cy@example.test", firstName: "Cy", lastName: "Cole", middleName: "M",
            prefix: "Dr.", gender: 1, taxNumber: "T", disablesAutoGroupChange: 1, isSubscribed: true)
        let made = try await test.core.customers.create(draft, password: nil, context)
        test.clock.advance(seconds: 5)
        draft = CustomerDraft(id: made.account.id, email: "Cy@example.test", firstName: "Cyd", lastName: "Cole", prefix: "", taxNumber: "")
        let saved = try await test.core.customers.save(draft, passwordHash: nil, context).account
        var expected = made.account
        (expected.email, expected.firstName, expected.prefix, expected.taxNumber) = ("Cy@example.test", "Cyd", nil, nil)
        expected.updatedAt = test.clock.now()
        #expect(saved == expected)
        #expect(try await test.core.customers.read(id: saved.id).account == expected)
        #expect(
            try await outcome { try await test.core.customers.save(.init(id: 999), passwordHash: nil, context) }
                == "entity.not-found customerId 999")
        #expect(try await test.core.customers.save(.init(id: saved.id), passwordHash: nil, context).account == expected)
        for (change, refusal) in [
            (CustomerDraft(id: saved.id, email: ""), "customer.email-missing"),
            (CustomerDraft(id: saved.id, firstName: ""), "customer.value-required First Name"),
            (CustomerDraft(id: saved.id, firstName: "", lastName: ""), "input.several customer.value-required customer.value-required"),
            (CustomerDraft(id: saved.id, email: "a..b@example.test"), "customer.email-invalid"),
        ] {
            #expect(try await outcome { try await test.core.customers.save(change, passwordHash: nil, context) } == refusal)
        }
        #expect(try await test.core.customers.read(id: saved.id).account == expected)
    }

    /// Imported accounts may violate the rules.
    @Test func storedValuesAreNotValidatedAgain() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await admin(test)
        let old = CustomerAccount(
            websiteID: 1, storeID: 1, email: "a..b@example.test", passwordHash: nil, createdAt: test.clock.now(),
            updatedAt: test.clock.now(), createdIn: "", firstName: "", lastName: "<old>")
        let id = try await test.database.write { try $0.insert(old) }
        let saved = try await test.core.customers.save(.init(id: id, middleName: "M"), passwordHash: nil, context).account
        #expect(saved.email == old.email && saved.firstName.isEmpty && saved.lastName == "<old>" && saved.middleName == "M")
        let whole = CustomerDraft(id: id, email: old.email, firstName: "Al", lastName: "Bo")
        #expect(try await test.core.customers.save(whole, passwordHash: nil, context).account.email == old.email)
        let other = CustomerDraft(id: id, email: "b..a@example.test")
        #expect(try await outcome { try await test.core.customers.save(other, passwordHash: nil, context) } == "customer.email-invalid")
    }

    @Test func theTimeOfADateOfBirthIsRemoved() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await admin(test)
        let ann = try await test.makeCustomer()
        for time in ["", " 00:00:00", "T00:00:00", "T23:30:00+02:00", "T23:30:00-1130", " 12:30", "T00:00:00.0000000Z", " 00:00:00,5 +01"] {
            let saved = try await test.core.customers.save(.init(id: ann.id, dateOfBirth: "1972-08-20" + time), passwordHash: nil, context)
            #expect(saved.account.dateOfBirth == "1972-08-20", "\(time)")
            _ = try await test.core.customers.save(.init(id: ann.id, dateOfBirth: ""), passwordHash: nil, context)
        }
        for time in [
            " ", "T", " 24:60:00", "T1:00:00", "T00:00:00 ", "T00:00:00x", "T00:00:00.", "00:00:00", "  00:00:00", "T00:00:00+25:00",
        ] {
            let draft = CustomerDraft(id: ann.id, dateOfBirth: "1972-08-20" + time)
            let refused = try await outcome { try await test.core.customers.save(draft, passwordHash: nil, context) }
            #expect(refused == "input.value 1972-08-20\(time) dob")
        }
    }

    @Test func aNewCustomerHasNewAddresses() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await admin(test)
        var draft = CustomerDraft(email: "cy@example.test", firstName: "Cy", lastName: "Cole")
        draft.addresses = [.sample("Leeds") { $0.id = 4711 }, .sample("York") { $0.id = 4711 }]
        let made = try await test.core.customers.create(draft, password: nil, context)
        #expect(made.addresses.map(\.id) == [1, 2])
        draft.email = "dy@example.test"
        let saved = try await test.core.customers.save(draft, passwordHash: nil, context)
        #expect(saved.addresses.map(\.id) == [3, 4], "the same for one who is made by a save")
    }

    @Test func aSavedAddressBookReplacesTheStoredOne() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await admin(test)
        var draft = CustomerDraft(email: "cy@example.test", firstName: "Cy", lastName: "Cole")
        draft.addresses = [
            .sample("Leeds") { ($0.isDefaultBilling, $0.isDefaultShipping, $0.company) = (true, false, "C") }, .sample("York"),
        ]
        let made = try await test.core.customers.create(draft, password: nil, context)
        let (leeds, york) = (made.addresses[0].id, made.addresses[1].id)
        #expect(made.account.defaultBillingID == leeds && made.account.defaultShippingID == nil)
        draft.id = made.account.id

        func save(_ change: (inout CustomerDraft) -> Void) async throws -> CustomerProfile {
            var next = draft
            change(&next)
            return try await test.core.customers.save(next, passwordHash: nil, context)
        }
        #expect(try await save { $0.addresses = nil }.addresses == made.addresses)
        #expect(try await save { ($0.addresses, $0.defaultShipping) = (nil, String(york)) }.account.defaultShippingID == york)
        #expect(
            try await outcome { try await save { ($0.addresses, $0.defaultShipping) = (nil, "4711") } }
                == "input.value 4711 default_shipping")
        let moved = try await save { draft in
            draft.addresses = [.sample("Hull") { $0.id = leeds }, .sample("Bath") { $0.isDefaultShipping = true }]
        }
        #expect(moved.addresses.map(\.city) == ["Hull", "Bath"])
        #expect(moved.addresses[0].id == leeds && moved.addresses[0].company == "C")
        #expect(moved.account.defaultBillingID == leeds && moved.account.defaultShippingID == moved.addresses[1].id)
        let unflagged = try await save { draft in
            draft.addresses = moved.addresses.map { address in
                .sample(address.city) { ($0.id, $0.isDefaultBilling) = (address.id, false) }
            }
        }
        #expect(unflagged.account.defaultBillingID == nil && unflagged.account.defaultShippingID != nil)
        #expect(
            try await outcome { try await save { $0.addresses = [.sample("Ely"), .sample("X") { $0.id = york }] } }
                == "entity.not-found addressId \(york)")
        #expect(try await test.core.customers.read(id: made.account.id) == unflagged, "a refusal leaves everything as it was")
        let empty = try await save { $0.addresses = [] }
        #expect(empty.addresses.isEmpty && empty.account.defaultShippingID == nil)
    }

    @Test func aCustomerCanSaveOnlyTheOwnAccount() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let ann = try await test.makeCustomer()
        let bob = try await test.makeCustomer("bob@example.test")
        let guest = try await test.context()
        let identity = Caller.CustomerIdentity(id: ann.id, groupID: 1, websiteID: 1, storeID: 1)
        let context = CallContext(caller: .customer(identity), store: guest.store, origin: guest.origin)
        let draft = CustomerDraft(
            id: bob.id, groupID: 3, email: "ann@example.test", firstName: "Anna", lastName: "Lee", storeID: 99, websiteID: 99)
        let saved = try await test.core.customers.saveOwn(draft, context).account
        #expect(saved.id == ann.id && saved.firstName == "Anna" && saved.groupID == 1)
        for (change, refusal): (@Sendable (inout CustomerDraft) -> Void, String) in [
            ({ $0.email = nil }, "customer.email-missing"), ({ $0.firstName = nil }, "customer.value-required First Name"),
            ({ $0.lastName = nil }, "customer.value-required Last Name"),
        ] {
            var lacking = draft
            change(&lacking)
            let sent = lacking
            #expect(try await outcome { try await test.core.customers.saveOwn(sent, context) } == refusal, "she sends all three")
        }
        var shown = bob
        shown.passwordHash = nil
        #expect(try await test.core.customers.read(id: bob.id).account == shown)
        var taken = draft
        taken.email = "BOB@example.test"
        let conflict = taken
        let refused = try await outcome { try await test.core.customers.saveOwn(conflict, context) }
        #expect(refused == "customer.exists")
        let admin = try await admin(test)
        #expect(try await outcome { try await test.core.customers.saveOwn(draft, admin) } == "input.required customerId")
    }

    @Test func oneOfTwoConcurrentCustomersGetsTheAddress() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await test.context()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let email = number.isMultiple(of: 2) ? "twin@example.test" : "TWIN@example.test"
                    let draft = CustomerDraft(email: email, firstName: "Cy", lastName: "Cole")
                    do throws(Fault) {
                        _ = try await test.core.customers.create(draft, password: TestCore.password, context)
                        return "made"
                    } catch { return error.message.id }
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.sorted() == Array(repeating: "customer.exists", count: 7) + ["made"])
        #expect(try await test.trail().filter { $0.action == "customer.create" }.count == 1)
    }

    @Test func anAddressIsUniqueInItsWebsiteOrEverywhere() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.core.administration(as: .localOperator).createStore("second", website: "second")
        let (here, there) = (try await test.context(), try await test.context("second"))
        let draft = CustomerDraft(email: "cy@example.test", firstName: "Cy", lastName: "Cole")
        let first = try await test.core.customers.create(draft, password: nil, here)
        let second = try await test.core.customers.create(draft, password: nil, there)
        #expect(first.account.websiteID != second.account.websiteID)
        #expect(second.account.createdIn == "second")
        try await test.core.administration(as: .localOperator).setSetting("customer/account_share/scope", to: "0")
        let third = CustomerDraft(email: "cy@example.test", firstName: "Cy", lastName: "Cole", websiteID: 1)
        #expect(try await outcome { try await test.core.customers.create(third, password: nil, there) } == "customer.exists")
        var kept = draft
        kept.id = second.account.id
        let (present, caller) = (kept, try await admin(test))
        let saved = try await outcome { try await test.core.customers.save(present, passwordHash: nil, caller) }
        #expect(saved == "ok")
    }

    @Test func deletingACustomerDeletesItsRecords() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await admin(test)
        let ann = try await test.makeCustomer()
        let token = try await test.signIn(.customer, "ann@example.test")
        #expect(try await test.core.customers.delete(id: ann.id, context))
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(await #expect(throws: Fault.self) { try await test.core.customers.delete(id: ann.id, context) }?.message == .entityNotFound)
        #expect(await #expect(throws: Fault.self) { try await test.core.customers.read(id: -1) }?.message == .entityNotFound)
    }

    @Test func aStoredHashOfMagentoCountsAsAChange() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let context = try await admin(test)
        let ann = try await test.makeCustomer()
        let token = try await test.signIn(.customer, "ann@example.test")
        let draft = CustomerDraft(id: ann.id, email: "ann@example.test", firstName: "Ann", lastName: "Lee")
        for hash in ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA", "aa:salt:3_32_2_99999999999"] {
            #expect(
                try await outcome { try await test.core.customers.save(draft, passwordHash: Secret(hash), context) }
                    == "customer.hash-invalid")
        }
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
        let hash = "4ffbb8dfad06591d7f3e2d8dca9fb1bcdff54086262a948fd65647bc8f5a0bc1:abcdefghijklmnopqrstuvwxyz012345:1"
        _ = try await test.core.customers.save(draft, passwordHash: Secret(hash), context)
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(try await test.database.read { try $0.customer(id: ann.id) }?.passwordHash == hash)
    }
}
