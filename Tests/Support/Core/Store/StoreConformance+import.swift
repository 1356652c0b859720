import Testing
import TokenCore

extension StoreConformance {
    static func importedRowsKeepTheirIDsAndReplaceNoRow(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let run = try store.beginImport(at: noon)
                #expect(try store.endImport(run), "it has ended")
                #expect(try !store.hasCustomers())
                var customer = CustomerAccount.sample("a@example.com")
                (customer.id, customer.isSubscribed, customer.taxNumber) = (70_000, true, "T")
                #expect(try store.insertKeepingID(customer, import: run))
                #expect(try store.customer(id: 70_000) == customer && store.hasCustomers())
                var other = CustomerAccount.sample("b@example.com")
                other.id = 70_000
                #expect(try !store.insertKeepingID(other, import: run))
                (other.id, other.email) = (5, "A@Example.com")
                #expect(try !store.insertKeepingID(other, import: run))
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
            // Later rows get new ids.
            let next = try await database.write { try $0.insert(CustomerAccount.sample("c@example.com")) }
            #expect(next != 70_000)
        }
    }

    static func defaultAddressesOfOtherCustomersAreCleared(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let run = try store.beginImport(at: noon)
                for id in 1...2 {
                    var customer = CustomerAccount.sample("\(id)@example.com")
                    (customer.id, customer.defaultBillingID, customer.defaultShippingID) = (id, 11, 12)
                    #expect(try store.insertKeepingID(customer, import: run))
                }
                var address = CustomerAddress.sample(1, "York")
                address.id = 11
                #expect(try store.insertKeepingID(address))
                #expect(try !store.insertKeepingID(address))
                #expect(try store.addresses(ofCustomers: [1]) == [address])
                #expect(try store.forgetStrayDefaultAddresses(ofImport: run, after: 0, limit: 1) == 1)
                #expect(try store.forgetStrayDefaultAddresses(ofImport: run, after: 1, limit: 5) == 2)
                #expect(try store.forgetStrayDefaultAddresses(ofImport: run, after: 2, limit: 5) == nil)
                #expect(try store.endImport(run))
                let defaults = try store.customers(after: 0, limit: 10).map { [$0.defaultBillingID, $0.defaultShippingID] }
                #expect(defaults == [[11, nil], [nil, nil]])
            }
        }
    }

    static func sitesAreSetByID(_ driver: StoreDriver) async throws {
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

    /// Staged rows are hidden from reads, searches, counts and sites; they keep their ids, and appear or are discarded together.
    static func anImportIsInvisibleUntilItEnds(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let before = try await database.read { try $0.changeVersion() }
            let run = try await database.write { store throws in
                let run = try store.beginImport(at: noon)
                try store.stageSites(websites: [1, 7], stores: [1, 9], import: run)
                try store.reserveIDs(customers: 500, addresses: 600)
                var customer = CustomerAccount.sample("a@example.com")
                (customer.id, customer.websiteID, customer.storeID) = (400, 7, 9)
                #expect(try store.insertKeepingID(customer, import: run))
                var address = CustomerAddress.sample(400, "York")
                address.id = 11
                #expect(try store.insertKeepingID(address))
                return run
            }
            try await database.write { store throws in
                #expect(try store.customer(id: 400) == nil && !store.hasCustomers() && store.customers(after: 0, limit: 9).isEmpty)
                #expect(try store.customers(email: "a@example.com", preferring: 7).isEmpty)
                #expect(
                    try store.countCustomers(matching: CustomerQuery(limit: 10)) == 0
                        && store.customers(matching: CustomerQuery(limit: 10)).isEmpty)
                #expect(try store.websites().map(\.code) == ["base"] && store.stores().map(\.code) == ["default"])
                #expect(try store.insert(CustomerAccount.sample("new@example.com")) > 500)
                #expect(try store.touchImport(run, at: noon + 5))
                #expect(try store.imports().map(\.id) == [run] && store.imports().map(\.touchedAt) == [noon + 5])
            }
            try await database.write { store throws in
                try store.setWebsite(id: 7, code: "b2b", name: "B2B")
                try store.setStore(id: 9, code: "shop", name: "Shop", websiteID: 7)
                #expect(try store.endImport(run) && !store.endImport(run) && !store.touchImport(run, at: noon))
            }
            try await database.read { store throws in
                #expect(try store.customers(email: "a@example.com", preferring: 7).map(\.id) == [400])
                #expect(try store.countCustomers(matching: CustomerQuery(limit: 10)) == 2 && store.addresses(ofCustomers: [400]).count == 1)
                #expect(try store.websites().map(\.code) == ["base", "b2b"] && store.stores().map(\.code) == ["default", "shop"])
                #expect(try store.changeVersion() > before)
            }
        }
    }

    static func aDiscardedImportLeavesNoRow(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let run = try await database.write { store throws in
                _ = try store.insert(CustomerAccount.sample("here@example.com"))
                let run = try store.beginImport(at: noon)
                try store.stageSites(websites: [7], stores: [9], import: run)
                for id in 10...14 {
                    var customer = CustomerAccount.sample("\(id)@example.com")
                    (customer.id, customer.websiteID, customer.storeID) = (id, 7, 9)
                    #expect(try store.insertKeepingID(customer, import: run))
                }
                return run
            }
            let staging = ImportStaging(database: database, clock: SystemClock())
            try await staging.discardAbandoned()
            try await database.write { store throws in
                #expect(try store.imports().isEmpty, "noon is long past")
                #expect(try store.customers(after: 0, limit: 9).map(\.email) == ["here@example.com"])
                var customer = CustomerAccount.sample("10@example.com")
                customer.id = 10
                #expect(try store.insertKeepingID(customer, import: run), "the id is free")
                try store.setWebsite(id: 7, code: "import-\(run)-7", name: "free")
            }
        }
    }
}
