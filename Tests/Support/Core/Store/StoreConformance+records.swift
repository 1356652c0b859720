import Testing
import TokenCore

extension StoreConformance {
    static func talliesCountLiveTokensAndLocks(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                for (name, expires, revoked) in [("a", noon + 9, nil), ("b", nil, nil), ("c", noon, nil), ("d", nil, noon)] {
                    try store.insert(TokenRecord.sample(name, expires: expires, revoked: revoked))
                }
                try store.insert(TokenRecord.sample("e", .customer, owner: 1, expires: noon + 9))
                for (key, failures, ends) in [("few", 5, noon + 9), ("over", 6, noon), ("locked", 6, noon + 9)] {
                    try store.setThrottleEntry(ThrottleEntry(failures: failures, lockEnds: ends), .customer, key: key)
                }
            }
            let tally = try await database.read { try $0.counts(at: noon, lockedFrom: 6) }
            #expect(tally == StoreCounts(liveTokens: [.admin: 2, .customer: 1], locks: 1, waitingMails: 0))
        }
    }

    static func throttleEntriesAreKeptByKindAndName(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let one = ThrottleEntry(failures: 1, lockEnds: noon)
            let two = ThrottleEntry(failures: 2, lockEnds: noon + 1)
            try await database.write { store in
                try store.setThrottleEntry(one, .admin, key: "ops")
                try store.setThrottleEntry(one, .customer, key: "ops")
                try store.setThrottleEntry(one, .admin, key: "ops\u{0}x")
                try store.setThrottleEntry(two, .admin, key: "ops")
            }
            try await database.read { store throws in
                #expect(try store.throttleEntry(.admin, key: "ops") == two)
                #expect(try store.throttleEntry(.customer, key: "ops") == one)
                #expect(try store.throttleEntry(.admin, key: "ops\u{0}x") == one)
                #expect(try store.throttleEntry(.admin, key: "ops\u{0}y") == nil)
                #expect(try store.throttleEntry(.admin, key: "Ops") == nil)
            }
            try await database.write { store in
                try store.deleteThrottleEntry(.admin, key: "ops")
                try store.deleteThrottleEntry(.admin, key: "nobody")
                #expect(try store.throttleEntry(.admin, key: "ops") == nil)
                #expect(try store.throttleEntry(.customer, key: "ops") == one)
            }
        }
    }

    static func cleanUpDeletesEndedThrottleEntriesUpToItsLimit(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                for number in 0..<3 {
                    try store.setThrottleEntry(ThrottleEntry(failures: 9, lockEnds: noon), .admin, key: "ended\(number)")
                }
                try store.setThrottleEntry(ThrottleEntry(failures: 9, lockEnds: noon), .customer, key: "same")
                try store.setThrottleEntry(ThrottleEntry(failures: 1, lockEnds: noon + 1), .admin, key: "same")
            }
            func clean(_ limit: Int) async throws -> Int {
                try await database.write { try $0.deleteEndedThrottleEntries(at: noon, limit: limit) }
            }
            #expect(try await clean(-1) == 0)
            #expect(try await clean(3) == 3)
            #expect(try await clean(3) == 1)
            #expect(try await clean(3) == 0)
            #expect(try await database.read { try $0.throttleEntry(.admin, key: "same") } != nil)
        }
    }

    static func settings(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                try store.setSetting("a/b/c", "1")
                try store.setSetting("a/b/d", "")
                try store.setSetting("a/b/c", "-2")
                try store.setSetting("a/b/C", "other")
            }
            #expect(try await database.read { try $0.settings() } == ["a/b/c": "-2", "a/b/d": "", "a/b/C": "other"])
            try await database.write { store in
                try store.deleteSetting("a/b/c")
                try store.deleteSetting("a/b/nothing")
            }
            #expect(try await database.read { try $0.settings() } == ["a/b/d": "", "a/b/C": "other"])
        }
    }

    static func theInitialSitesExist(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.read { store throws in
                #expect(try store.websites() == [Website(id: 1, code: "base", name: "Main Website", defaultStoreID: 1)])
                #expect(
                    try store.stores() == [Store(id: 1, code: "default", name: "Default Store View", websiteID: 1, isDefault: true)])
            }
        }
    }

    static func sitesCanBeAddedAndHaveUniqueCodes(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let (site, german, second) = try await database.write { store in
                let site = try store.insertWebsite(code: "second", name: "Second")
                return (
                    site, try store.insertStore(code: "german", name: "German", websiteID: 1),
                    try store.insertStore(code: "second", name: "Second Store", websiteID: site)
                )
            }
            #expect(site > 1 && german > 1 && second > german)
            #expect(try await database.read { try $0.websites() }.map(\.defaultStoreID) == [1, Store.adminID])
            try await database.write { store in
                try store.setDefaultStore(second, ofWebsite: site)
                try store.setDefaultStore(german, ofWebsite: 1)
            }
            try await database.read { store throws in
                #expect(
                    try store.websites() == [
                        Website(id: 1, code: "base", name: "Main Website", defaultStoreID: german),
                        Website(id: site, code: "second", name: "Second", defaultStoreID: second),
                    ])
                #expect(
                    try store.stores() == [
                        Store(id: 1, code: "default", name: "Default Store View", websiteID: 1, isDefault: false),
                        Store(id: german, code: "german", name: "German", websiteID: 1, isDefault: true),
                        Store(id: second, code: "second", name: "Second Store", websiteID: site, isDefault: false),
                    ])
            }
            await expectConflict(database) { try $0.setDefaultStore(second, ofWebsite: 1) }
            await expectConflict(database) { try $0.setDefaultStore(4711, ofWebsite: 1) }
            await expectConflict(database) { _ = try $0.insertStore(code: "admin", name: "x", websiteID: 1) }
            await expectConflict(database) { _ = try $0.insertStore(code: "lost", name: "x", websiteID: 4711) }
            await expectConflict(database) { _ = try $0.insertWebsite(code: "base", name: "x") }
        }
    }

    static func theAuditTrailListsTheNewestFirst(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let records: [AuditRecord] = [.sample("one", actorID: 3), .sample("two", outcome: .failure), .sample("three")]
            for record in records { try await database.write { try $0.append(record) } }
            try await database.read { store throws in
                #expect(try store.auditTrail(limit: 10) == records.reversed())
                #expect(try store.auditTrail(limit: 2) == Array(records.reversed().prefix(2)))
                #expect(try store.auditTrail(limit: 1, offset: 1) == [records[1]])
                #expect(try store.auditTrail(limit: 9, offset: 3).isEmpty)
                #expect(try store.auditRecordCount() == 3)
                #expect(try store.auditTrail(limit: 0).isEmpty)
                #expect(try store.auditTrail(limit: -1).isEmpty)
            }
        }
    }

    static func anHourOfATaskIsClaimedOnce(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            func claim(_ task: String, _ hour: Int64) async throws -> Bool {
                try await database.write { try $0.claim(task: task, hour: hour) }
            }
            #expect(try await claim("tokens", 10))
            #expect(try await claim("tokens", 10) == false)
            #expect(try await claim("tokens", 9) == false)
            #expect(try await claim("throttle", 10))
            #expect(try await claim("tokens", 11))
            #expect(try await claim("tokens", 10) == false)
        }
    }

    static func oneOfManyConcurrentClaimsSucceeds(_ driver: StoreDriver) async throws {
        try await driver.runTwice { first, second throws in
            for hour in 1...Int64(5) {
                let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<20 {
                        group.addTask {
                            try await (number.isMultiple(of: 2) ? first : second).write { try $0.claim(task: "tokens", hour: hour) }
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(winners == 1)
            }
        }
    }
}
