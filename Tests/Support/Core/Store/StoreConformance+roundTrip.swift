import Testing
import TokenCore

/// A column that is swapped with its neighbour, left out of a statement or read as another member does not come back as it was written.
extension StoreConformance {
    static func everyMemberOfAnAdminIsKept(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let roles = try (1...3).map { try store.insert(Role(name: "Role \($0)", resources: [])) }
                let first = AdminAccount.full(1, roleID: roles[1])
                let second = AdminAccount.full(2, roleID: roles[2])
                expectDistinctMembers(first)
                try expectKept(first, \.id, store.insert, store.admin(id:))
                #expect(try store.insertKeepingID(second.with(\.id, 4711)))
                #expect(try store.admin(id: 4711) == second.with(\.id, 4711))
                let changed = second.with(\.id, 4711).with(\.isActive, false)
                try store.update(AdminAccount.full(3, roleID: roles[0]).with(\.id, 4711).with(\.isActive, false))
                let expected = AdminAccount.full(3, roleID: roles[0]).with(\.id, 4711).with(\.isActive, false)
                    .with(\.username, changed.username).with(\.createdAt, changed.createdAt)
                #expect(try store.admin(id: 4711) == expected, "name and time of creation stay")
            }
        }
    }

    static func everyMemberOfACustomerIsKept(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let site = try Site(store)
                let first = CustomerAccount.full(1, site)
                expectDistinctMembers(first)
                try expectKept(first, \.id, store.insert, store.customer(id:))
                // Flags have two values only: each is the one that is set.
                for (number, flag) in zip(2..., [\CustomerAccount.isActive, \.disablesAutoGroupChange, \.isSubscribed]) {
                    let flags = CustomerAccount.full(number, site).with(\.isActive, false).with(\.disablesAutoGroupChange, false)
                        .with(\.isSubscribed, false).with(flag, true)
                    try expectKept(flags, \.id, store.insert, store.customer(id:))
                    let changed = CustomerAccount.full(number + 10, site).with(\.id, number).with(\.isActive, flags.isActive)
                        .with(\.disablesAutoGroupChange, flags.disablesAutoGroupChange).with(\.isSubscribed, flags.isSubscribed)
                    try store.update(changed)
                    #expect(try store.customer(id: number) == changed.with(\.createdAt, flags.createdAt), "the time of creation stays")
                }
                let imported = CustomerAccount.full(5, site).with(\.id, 4711)
                #expect(try store.insertKeepingID(imported, import: 0))
                #expect(try store.customer(id: 4711) == imported)
            }
        }
    }

    static func everyMemberOfAnAddressIsKept(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let owner = try store.insert(CustomerAccount.sample("a@example.com"))
                let read = { (id: Int) in try store.addresses(ofCustomers: [owner]).first { $0.id == id } }
                let first = CustomerAddress.full(1, owner)
                expectDistinctMembers(first.with(\.id, 99))
                try expectKept(first, \.id, store.insert, read)
                let second = CustomerAddress.full(2, owner).with(\.id, 4711)
                #expect(try store.insertKeepingID(second))
                #expect(try read(4711) == second)
                try store.update(CustomerAddress.full(3, owner).with(\.id, 4711))
                #expect(try read(4711) == CustomerAddress.full(3, owner).with(\.id, 4711))
            }
        }
    }

    static func everyMemberOfAnIntegrationIsKept(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let first = Integration.full(1)
                expectDistinctMembers(first)
                try expectKept(first, \.id, store.insert, store.integration(id:))
                let bare = Integration.full(2).with(\.id, 4711).with(\.resources, [])
                #expect(try store.insertKeepingID(bare))
                #expect(try store.integration(id: 4711) == bare)
                try store.update(Integration.full(3).with(\.id, 4711).with(\.status, .inactive))
                let expected = Integration.full(3).with(\.id, 4711).with(\.status, .inactive).with(\.name, bare.name)
                    .with(\.createdAt, bare.createdAt)
                #expect(try store.integration(id: 4711) == expected, "name and time of creation stay")

                let consumer = Consumer(integrationID: 4711, key: "key", secret: "sealed", exchangeStartedAt: noon + 1)
                try expectKept(consumer, \.id, store.insert) { _ in try store.consumer(key: "key") }
                let owner = try #require(try store.consumer(key: "key")).id
                let token = OAuthToken(
                    accessor: "a", consumerID: owner, kind: .access, digest: "d", secret: "s", createdAt: noon + 2, endedAt: noon + 3,
                    lastUsedAt: noon + 4, address: "192.0.2.1")
                expectDistinctMembers(token)
                try store.insert(token)
                let kept = try #require(try store.oauthToken(digest: "d"))
                #expect(kept == token.with(\.id, kept.id))
            }
        }
    }

    static func everyMemberOfASecondFactorIsKept(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let admin = try store.insert(AdminAccount.sample("ops"))
                let factor = SecondFactorRecord(adminID: admin, provider: "p", activatedAt: noon, state: "sealed")
                try store.set(factor)
                let kept = SecondFactorRecord(adminID: admin, provider: "p", activatedAt: noon, state: "sealed", revision: 1)
                #expect(try store.secondFactor(ofAdmin: admin, "p") == kept)
                try store.set(kept.with(\.state, "other").with(\.activatedAt, noon + 9))
                let changed = SecondFactorRecord(adminID: admin, provider: "p", activatedAt: noon + 9, state: "other", revision: 2)
                #expect(try store.secondFactor(ofAdmin: admin, "p") == changed)

                let preference = SecondFactorPreference(providers: ["a", "b"], defaultProvider: "c")
                try store.set(preference, ofAdmin: admin)
                #expect(try store.secondFactorPreference(ofAdmin: admin) == preference)

                let key = SecurityKeyRecord(
                    adminID: admin, credentialID: "c", publicKey: "k", aaguid: "g", counter: 1 << 40, createdAt: noon,
                    lastUsedAt: noon + 5)
                expectDistinctMembers(key)
                try expectKept(key, \.id, store.insert) { _ in try store.securityKey(credentialID: "c") }
            }
        }
    }

    static func everyMemberOfOtherRecordsIsKept(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                let token = TokenRecord(
                    accessor: "a", digest: "d", kind: .customer, ownerID: 7, issuedAt: noon, expiresAt: noon + 1, revokedAt: noon + 2,
                    lastUsedAt: noon + 3, address: "192.0.2.1")
                expectDistinctMembers(token)
                try store.insert(token)
                #expect(try store.token(digest: "d") == token)

                let audit = AuditRecord(
                    at: noon, action: "a", actorKind: "k", actorID: 7, subject: "s", address: "192.0.2.1", requestID: "r",
                    outcome: .failure, reason: "why")
                expectDistinctMembers(audit)
                try store.append(audit)
                #expect(try store.auditTrail(limit: 1) == [audit])

                try store.insert(QueuedMail.full())
                let mail = try #require(try store.queuedMails(limit: 1).first)
                #expect(mail == QueuedMail.full(id: mail.id))
                expectDistinctMembers(mail)

                try store.setThrottleEntry(ThrottleEntry(failures: 3, lockEnds: noon), .customer, key: "k")
                #expect(try store.throttleEntry(.customer, key: "k") == ThrottleEntry(failures: 3, lockEnds: noon))
                let customer = try store.insert(CustomerAccount.sample("c@example.com"))
                let reset = ResetTokenRecord(digest: "d", customerID: customer, issuedAt: noon)
                try store.setResetToken(reset)
                #expect(try store.resetToken(digest: "d") == reset)

                try store.setWebsite(id: 40, code: "w", name: "Website")
                try store.setStore(id: 50, code: "s", name: "Store", websiteID: 40)
                try store.setDefaultStore(50, ofWebsite: 40)
                #expect(try store.websites().last == Website(id: 40, code: "w", name: "Website", defaultStoreID: 50))
                #expect(try store.stores().last == Store(id: 50, code: "s", name: "Store", websiteID: 40, isDefault: false))
                try store.setDefaultWebsite(id: 40)
                #expect(try store.stores().map(\.isDefault) == [false, true])
            }
        }
    }
}

/// Expects that a record comes back with its new id and is otherwise the same.
private func expectKept<Row: Equatable>(
    _ row: Row, _ id: WritableKeyPath<Row, Int>, _ insert: (Row) throws -> Int, _ read: (Int) throws -> Row?,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    var expected = row
    expected[keyPath: id] = try insert(row)
    #expect(try read(expected[keyPath: id]) == expected, sourceLocation: sourceLocation)
}

/// Expects that a sample has a value of its own for each member, so that a test which writes it notices two that are swapped.
private func expectDistinctMembers(_ row: Any, sourceLocation: SourceLocation = #_sourceLocation) {
    var seen: [String: String] = [:]
    for member in Mirror(reflecting: row).children where !(member.value is Bool) {
        let (name, value) = (member.label ?? "", "\(member.value)")
        #expect(value != "nil" && value != "[]", "\(name) has no value", sourceLocation: sourceLocation)
        #expect(seen[value] == nil, "\(name) has the value of \(seen[value] ?? "")", sourceLocation: sourceLocation)
        seen[value] = name
    }
}
