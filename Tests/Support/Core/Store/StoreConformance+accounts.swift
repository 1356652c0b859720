import Testing
import TokenCore

extension StoreConformance {
    static func adminsAreReadAsWritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let roleID = try #require(try await database.read { try $0.role(named: Role.administrators) }).id
            var full = AdminAccount.sample("Ops", roleID: roleID)
            var bare = AdminAccount.sample("bare")
            bare.expiresAt = nil
            bare.isActive = false
            (full.id, bare.id) = try await database.write { [full, bare] in (try $0.insert(full), try $0.insert(bare)) }
            #expect(full.id > 0 && bare.id > full.id)
            try await database.read { [full, bare] store throws in
                #expect(try store.admin(id: full.id) == full)
                #expect(try store.admin(id: bare.id) == bare)
                #expect(try store.admin(id: bare.id + 1) == nil)
                #expect(try store.admin(named: "ops") == full)
                #expect(try store.admin(named: "Ops") == nil, "look-ups take the folded form")
                #expect(try store.admin(named: "ops\u{0}x") == nil)
                #expect(try store.admin(named: full.email) == nil)
                #expect(try store.admins() == [full, bare])
                #expect(try store.admins(withRole: roleID) == [full.id])
                #expect(try store.admins(withRole: roleID + 1).isEmpty)
            }
        }
    }

    static func updatingAnAdminKeepsNameAndCreationTimeAndOtherRows(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let roleID = try #require(try await database.read { try $0.role(named: Role.administrators) }).id
            let neighbour = AdminAccount.sample("other")
            let (id, neighbourID) = try await database.write { (try $0.insert(AdminAccount.sample("ops")), try $0.insert(neighbour)) }
            let wanted = AdminAccount(
                id: id, username: "renamed", email: "new@example.com", firstName: "New", lastName: "Name", passwordHash: "hash-2",
                isActive: false, expiresAt: nil, roleID: roleID, createdAt: noon + 77)
            try await database.write { try $0.update(wanted) }
            var expected = wanted
            expected.username = "ops"
            expected.createdAt = noon
            try await database.read { [expected] store throws in
                #expect(try store.admin(id: id) == expected)
                #expect(try store.admin(named: "ops") == expected)
                #expect(try store.admin(named: "renamed") == nil)
                #expect(try store.admin(id: neighbourID)?.email == neighbour.email)
            }
        }
    }

    static func adminNamesAreUniqueIgnoringCase(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            _ = try await database.write { try $0.insert(AdminAccount.sample("Zo\u{EB}")) }
            await expectConflict(database) { _ = try $0.insert(AdminAccount.sample("ZOE\u{308}")) }
            await expectConflict(database) { _ = try $0.insert(AdminAccount.sample("nobody", roleID: 4711)) }
            #expect(try await database.read { try $0.admins().count } == 1)
        }
    }

    static func idsOfDeletedAccountsAreNotReused(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let admin = try store.insert(AdminAccount.sample("ops"))
                try store.insert(TokenRecord.sample("t", .admin, owner: admin))
                try store.deleteAdmin(id: admin)
                try store.deleteAdmin(id: admin)
                #expect(try store.admin(named: "ops") == nil)
                #expect(try store.insert(AdminAccount.sample("ops")) > admin)
                #expect(try store.token(digest: "digest-t") != nil, "tokens are ended by the core")
                let customer = try store.insert(CustomerAccount.sample("c@example.com"))
                try store.deleteCustomer(id: customer)
                #expect(try store.customer(id: customer) == nil)
                #expect(try store.insert(CustomerAccount.sample("c@example.com")) > customer)
            }
        }
    }

    static func customersAreReadAsWritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            var bare = CustomerAccount.sample("Bare@Example.com")
            var full = CustomerAccount(
                websiteID: 1, storeID: 1, groupID: 3, email: "full@example.com", passwordHash: "hash", isActive: false,
                confirmation: "key", createdAt: noon, updatedAt: noon + 5, createdIn: "Somewhere", firstName: "F", lastName: "L",
                middleName: "M", prefix: "Dr.", suffix: "jr.", dateOfBirth: "1970-01-31", gender: 2, taxNumber: "T1",
                disablesAutoGroupChange: true, isSubscribed: true)
            (bare.id, full.id) = try await database.write { [bare, full] in (try $0.insert(bare), try $0.insert(full)) }
            try await database.read { [bare, full] store throws in
                #expect(try store.customer(id: bare.id) == bare)
                #expect(try store.customer(id: full.id) == full)
                #expect(try store.customer(id: full.id + 1) == nil)
                #expect(try store.customers(email: "bare@example.com", preferring: 1) == [bare])
                #expect(try store.customers(email: "Bare@Example.com", preferring: 1).isEmpty)
                #expect(try store.customers(after: 0, limit: 10) == [bare, full])
                #expect(try store.customers(after: 0, limit: 1) == [bare])
                #expect(try store.customers(after: bare.id, limit: 10) == [full])
                #expect(try store.customers(after: full.id, limit: 10).isEmpty)
                #expect(try store.customers(after: 0, limit: 0).isEmpty)
                #expect(try store.customers(after: 0, limit: -1).isEmpty)
            }
            var changed = full
            changed.email = "New@example.com"
            changed.createdAt = noon + 99
            changed.updatedAt = noon + 100
            (changed.middleName, changed.gender, changed.confirmation, changed.isActive) = (nil, nil, nil, true)
            try await database.write { [changed] in try $0.update(changed) }
            changed.createdAt = noon
            try await database.read { [bare, changed] store throws in
                #expect(try store.customer(id: changed.id) == changed)
                #expect(try store.customers(email: "new@example.com", preferring: 1) == [changed])
                #expect(try store.customers(email: "full@example.com", preferring: 1).isEmpty)
                #expect(try store.customer(id: bare.id) == bare)
            }
        }
    }

    static func anEmailIsUniquePerWebsite(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let (site, one, two) = try await database.write { store in
                let site = try store.insertWebsite(code: "second", name: "Second")
                let one = try store.insert(CustomerAccount.sample("c@example.com"))
                return (site, one, try store.insert(CustomerAccount.sample("C@example.com", websiteID: site)))
            }
            try await database.read { store throws in
                #expect(try store.customers(email: "c@example.com", preferring: 1).map(\.id) == [one, two])
                #expect(try store.customers(email: "c@example.com", preferring: site).map(\.id) == [two, one])
            }
            await expectConflict(database) { _ = try $0.insert(CustomerAccount.sample("c@EXAMPLE.com")) }
            await expectConflict(database) { store in
                var third = CustomerAccount.sample("d@example.com")
                third.id = try store.insert(third)
                third.email = "C@example.com"
                try store.update(third)
            }
            await expectConflict(database) { _ = try $0.insert(CustomerAccount.sample("e@example.com", websiteID: 4711)) }
            #expect(try await database.read { try $0.customers(after: 0, limit: 10).count } == 2)
        }
    }

    static func rolesKeepTheirResourcesInOrder(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let first = try #require(try await database.read { try $0.roles() }.first)
            #expect(first == Role(id: first.id, name: Role.administrators, resources: [Role.everything]))
            let (limited, empty) = try await database.write { store in
                (
                    try store.insert(Role(name: "Limited", resources: ["b::two", "a::one", "b::two"])),
                    try store.insert(Role(name: "Empty", resources: []))
                )
            }
            try await database.read { store throws in
                #expect(try store.role(id: limited) == Role(id: limited, name: "Limited", resources: ["b::two", "a::one"]))
                #expect(try store.role(named: "Empty") == Role(id: empty, name: "Empty", resources: []))
                #expect(try store.role(named: "limited") == nil)
                #expect(try store.role(id: empty + 1) == nil)
                #expect(try store.roles().map(\.name) == [Role.administrators, "Limited", "Empty"])
            }
            try await database.write { store in
                try store.setResources(["c::three"], ofRole: limited)
                try store.setResources([], ofRole: empty)
            }
            try await database.read { store throws in
                #expect(try store.role(id: limited)?.resources == ["c::three"])
                #expect(try store.role(named: Role.administrators) == first)
            }
            await expectConflict(database) { _ = try $0.insert(Role(name: "Limited", resources: [])) }
            await expectConflict(database) { try $0.setResources(["x::y"], ofRole: 4711) }
        }
    }

    static func aRoleInUseCannotBeDeleted(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let (role, admin) = try await database.write { store in
                let role = try store.insert(Role(name: "Limited", resources: ["a::one"]))
                return (role, try store.insert(AdminAccount.sample("ops", roleID: role)))
            }
            await expectConflict(database) { try $0.deleteRole(id: role) }
            #expect(try await database.read { try $0.role(id: role)?.resources } == ["a::one"])
            try await database.write { store in
                try store.deleteAdmin(id: admin)
                try store.deleteRole(id: role)
                #expect(try store.role(id: role) == nil)
                #expect(try store.role(named: Role.administrators)?.resources == [Role.everything])
                _ = try store.insert(Role(name: "Limited", resources: ["a::one"]))
            }
        }
    }
}
