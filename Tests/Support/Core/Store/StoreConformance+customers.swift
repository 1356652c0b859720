import Testing
import TokenCore

extension CustomerAddress {
    static func sample(_ customerID: Int, _ city: String) -> CustomerAddress {
        CustomerAddress(
            customerID: customerID, countryID: "GB", street: ["1 Hill Road"], telephone: "123", city: city, firstName: "Al", lastName: "Bo")
    }
}

extension StoreConformance {
    static func addressesAreReadAsWritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let (one, two) = try await database.write { store in
                (try store.insert(CustomerAccount.sample("a@example.com")), try store.insert(CustomerAccount.sample("b@example.com")))
            }
            var bare = CustomerAddress.sample(one, "York")
            var full = CustomerAddress(
                customerID: one, region: .init(code: "YO", name: "Yorkshire", id: 7), countryID: "GB", street: ["1", "", "3"],
                company: "C", telephone: "T", fax: "F", postcode: "P", city: "Leeds", firstName: "Fi", lastName: "La",
                middleName: "Mi", prefix: "Pr", suffix: "Su", taxNumber: "Va")
            var other = CustomerAddress.sample(two, "Hull")
            other.region = .init()
            (bare.id, full.id, other.id) = try await database.write { [bare, full, other] in
                (try $0.insert(bare), try $0.insert(full), try $0.insert(other))
            }
            try await database.read { [bare, full, other] store throws in
                #expect(try store.addresses(ofCustomers: [one]) == [bare, full])
                #expect(try store.addresses(ofCustomers: [two, one]) == [bare, full, other])
                #expect(try store.addresses(ofCustomers: []).isEmpty)
                #expect(try store.addresses(ofCustomers: Array(1...2000)).count == 3)
            }
            var changed = CustomerAddress.sample(one, "Bath")
            changed.id = full.id
            try await database.write { [changed, bare] store in
                try store.update(changed)
                try store.deleteAddress(id: bare.id)
            }
            #expect(try await database.read { try $0.addresses(ofCustomers: [one]) } == [changed])
            try await database.write { try $0.deleteCustomer(id: one) }
            #expect(
                try await database.read { try $0.addresses(ofCustomers: [one, two]) } == [other], "they are deleted with their customer")
            await expectConflict(database) { _ = try $0.insert(CustomerAddress.sample(4711, "Nowhere")) }
        }
    }

    static func customerGroupsExistAndCanBeReplaced(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let codes = try await database.read { try $0.customerGroups() }.map { "\($0.id) \($0.code)" }
            #expect(codes == ["0 NOT LOGGED IN", "1 General", "2 Wholesale", "3 Retailer"])
            try await database.write { store in
                try store.set(CustomerGroup(id: 9, code: "VIP", taxClassID: 2))
                try store.set(CustomerGroup(id: 2, code: "Bulk", taxClassID: 5))
            }
            try await database.read { store throws in
                #expect(try store.customerGroup(id: 9) == CustomerGroup(id: 9, code: "VIP", taxClassID: 2))
                #expect(try store.customerGroup(id: 2) == CustomerGroup(id: 2, code: "Bulk", taxClassID: 5))
                #expect(try store.customerGroup(id: 10) == nil)
            }
        }
    }

    static func aResetTokenReplacesThePreviousOne(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let id = try await database.write { try $0.insert(CustomerAccount.sample("a@example.com")) }
            let first = ResetTokenRecord(digest: "one", customerID: id, issuedAt: noon)
            let second = ResetTokenRecord(digest: "two", customerID: id, issuedAt: noon + 5)
            try await database.write { store in
                try store.setResetToken(first)
                #expect(try store.resetToken(digest: "one") == first)
                try store.setResetToken(second)
                #expect(try store.resetToken(digest: "one") == nil)
                #expect(try store.resetToken(digest: "two") == second)
                #expect(try store.deleteResetTokens(issuedBefore: noon + 5, limit: 10) == 0)
                #expect(try store.deleteResetTokens(issuedBefore: noon + 6, limit: 10) == 1)
                try store.setResetToken(second)
                try store.deleteResetToken(ofCustomer: id)
                #expect(try store.resetToken(digest: "two") == nil)
                try store.setResetToken(second)
                try store.deleteCustomer(id: id)
                #expect(try store.resetToken(digest: "two") == nil)
            }
            await expectConflict(database) { try $0.setResetToken(second) }
        }
    }

    static func resetRequestsAreCountedByKindAndKey(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                for offset: Int64 in [0, 10, 20] { try store.addResetRequest(.email, key: "a", at: noon + offset) }
                try store.addResetRequest(.address, key: "a", at: noon + 99)
                #expect(try store.countResetRequests(.email, key: "a", since: noon, until: noon + 20) == 2)
                #expect(try store.countResetRequests(.email, key: "b", since: noon, until: noon + 20) == 0)
                #expect(try store.latestResetRequest(.email, key: "a", until: noon + 20) == noon + 20)
                #expect(try store.latestResetRequest(.email, key: "b", until: noon + 20) == nil)
                // Requests recorded while the clock was ahead.
                #expect(try store.countResetRequests(.email, key: "a", since: noon, until: noon + 19) == 1)
                #expect(try store.latestResetRequest(.email, key: "a", until: noon + 19) == noon + 10)
                #expect(try store.deleteResetRequests(before: noon + 20, limit: 1) == 1)
                #expect(try store.deleteResetRequests(before: noon + 20, limit: 10) == 1)
                #expect(try store.countResetRequests(.email, key: "a", since: noon + -1, until: noon + 20) == 1)
                #expect(try store.latestResetRequest(.address, key: "a", until: noon + 99) == noon + 99)
            }
        }
    }
}
