import Testing
import TokenCore

extension StoreConformance {
    @Test(arguments: StoreDriver.all)
    func importedRowsKeepTheirIDsAndReplaceNothing(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                #expect(try !store.hasCustomers())
                var customer = CustomerAccount.sample("a@example.com")
                (customer.id, customer.isSubscribed, customer.taxNumber) = (70_000, true, "T")
                #expect(try store.insertKeepingID(customer))
                #expect(try store.customer(id: 70_000) == customer && store.hasCustomers())
                var other = CustomerAccount.sample("b@example.com")
                other.id = 70_000
                #expect(try !store.insertKeepingID(other))
                (other.id, other.email) = (5, "A@Example.com")
                #expect(try !store.insertKeepingID(other))
                #expect(try store.customers(after: 0, limit: 10) == [customer])

                var admin = AdminAccount.sample("ops")
                admin.id = 9
                #expect(try store.insertKeepingID(admin))
                var second = AdminAccount.sample("OPS")
                second.id = 10
                #expect(try !store.insertKeepingID(second))
                #expect(try store.admins() == [admin])

                var integration = Integration(
                    id: 4, name: "ERP", email: "e@example.com", endpoint: "https://e.example", identityLink: "https://i.example",
                    status: .active, setupType: .configuration, resources: ["A::b"], createdAt: noon)
                #expect(try store.insertKeepingID(integration))
                #expect(try !store.insertKeepingID(integration))
                try store.update(integration)
                #expect(try store.integration(id: 4) == integration)
                integration.id = 5
                #expect(try !store.insertKeepingID(integration))
            }
            // Later rows get ids of their own.
            let next = try await database.write { try $0.insert(CustomerAccount.sample("c@example.com")) }
            #expect(next != 70_000)
        }
    }

    @Test(arguments: StoreDriver.all)
    func strayDefaultAddressesAreForgotten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                for id in 1...2 {
                    var customer = CustomerAccount.sample("\(id)@example.com")
                    (customer.id, customer.defaultBillingID, customer.defaultShippingID) = (id, 11, 12)
                    #expect(try store.insertKeepingID(customer))
                }
                var address = CustomerAddress.sample(1, "York")
                address.id = 11
                #expect(try store.insertKeepingID(address))
                #expect(try !store.insertKeepingID(address))
                #expect(try store.addresses(ofCustomers: [1]) == [address])
                try store.forgetStrayDefaultAddresses()
                let defaults = try store.customers(after: 0, limit: 10).map { [$0.defaultBillingID, $0.defaultShippingID] }
                #expect(defaults == [[11, nil], [nil, nil]])
            }
        }
    }

    @Test(arguments: StoreDriver.all)
    func sitesAreSetByID(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                try store.setWebsite(id: 1, code: "main", name: "Main")
                try store.setWebsite(id: 7, code: "b2b", name: "B2B")
                try store.setStore(id: 1, code: "german", name: "Deutsch", websiteID: 1)
                try store.setStore(id: 9, code: "shop", name: "Shop", websiteID: 7)
                try store.setDefaultStore(9, ofWebsite: 7)
                try store.setDefaultWebsite(id: 7)
                #expect(try store.websites().map(\.code) == ["main", "b2b"])
                #expect(
                    try store.stores() == [
                        Store(id: 1, code: "german", name: "Deutsch", websiteID: 1, isDefault: false),
                        Store(id: 9, code: "shop", name: "Shop", websiteID: 7, isDefault: true),
                    ])
            }
            await expectConflict(database) { try $0.setWebsite(id: 8, code: "main", name: "x") }
            await expectConflict(database) { try $0.setStore(id: 8, code: "shop", name: "x", websiteID: 1) }
        }
    }
}
