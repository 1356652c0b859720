import ServiceModel
import Testing
import TokenCore

/// What every driver must guarantee. The subjects are in the extensions of this suite.
package enum StoreConformance {
    static func aFailingBodyIsRolledBack(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            await #expect(throws: SecondThoughts.self) {
                try await database.write { store in
                    try store.setSetting("a/b/c", "1")
                    _ = try store.insert(AdminAccount.sample("ops"))
                    try store.append(.sample("signin"))
                    throw SecondThoughts()
                }
            }
            try await database.read { store throws in
                #expect(try store.settings().isEmpty)
                #expect(try store.admins().isEmpty)
                #expect(try store.auditTrail(limit: 10).isEmpty)
            }
        }
    }

    static func errorsOfABodyAreRethrownUnchanged(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let written = await #expect(throws: Fault.self) {
                try await database.write { _ in throw Fault(.serviceUnavailable, cause: "mine") }
            }
            #expect(written?.cause == "mine")
            let read = await #expect(throws: Fault.self) {
                try await database.read { _ in throw Fault(.serviceUnavailable, cause: "mine") }
            }
            #expect(read?.cause == "mine")
        }
    }

    static func aConflictRollsBackTheTransaction(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { try $0.insert(TokenRecord.sample("a")) }
            await expectConflict(database) { store in
                try store.insert(TokenRecord.sample("b"))
                try store.insert(TokenRecord.sample("a"))
            }
            let tokens = try await database.read { try $0.liveTokens(of: nil, at: noon) }
            #expect(tokens == [.sample("a")])
        }
    }

    static func aWriteReadsItsOwnChanges(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let found = try await database.write { store in
                let id = try store.insert(AdminAccount.sample("ops"))
                return try store.admin(id: id)?.username
            }
            #expect(found == "ops")
        }
    }

    static func commitsAreVisibleToOtherConnections(_ driver: StoreDriver) async throws {
        try await driver.runTwice { first, second throws in
            #expect(try await second.read { try $0.settings() }.isEmpty)
            for value in ["1", "2", "3"] {
                try await first.write { try $0.setSetting("a/b/c", value) }
                #expect(try await second.read { try $0.settings() } == ["a/b/c": value])
            }
            try await second.write { try $0.deleteSetting("a/b/c") }
            #expect(try await first.read { try $0.settings() }.isEmpty)
        }
    }

    static func concurrentReadModifyWritesLoseNoUpdate(_ driver: StoreDriver) async throws {
        try await driver.runTwice { first, second throws in
            let limits = ThrottleLimits(maximumFailures: 6, lockSeconds: 1800)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await (number.isMultiple(of: 2) ? first : second).write { store in
                            let entry = try store.throttleEntry(.admin, key: "ops")
                            try store.setThrottleEntry(Throttle.afterFailure(entry, at: noon, limits), .admin, key: "ops")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let entry = try await first.read { try $0.throttleEntry(.admin, key: "ops") }
            #expect(entry == ThrottleEntry(failures: 50, lockEnds: noon + 1_800_000))
        }
    }

    static func readsDoNotWaitForAWrite(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let gate = Gate()
            async let writing: Void = database.write { store in
                try store.setSetting("a/b/c", "1")
                gate.enterAndWait()
            }
            // Runs before the write is awaited, also when a read throws.
            defer { gate.open() }
            await gate.entered()
            for _ in 0..<20 {
                #expect(try await database.read { try $0.settings() }.isEmpty)
            }
            gate.open()
            try await writing
            #expect(try await database.read { try $0.settings() } == ["a/b/c": "1"])
        }
    }

    static func textIsStoredByteForByte(_ driver: StoreDriver) async throws {
        let texts = ["", " ", "'; DROP TABLE token; --", "$1", "e\u{301}", "\u{E9}", "日本語 🔑", "line\nline\t\u{1}", "%_\\"]
        try await driver.run { database throws in
            try await database.write { store in
                for (number, text) in texts.enumerated() { try store.setSetting("\(number)", text) }
            }
            let settings = try await database.read { try $0.settings() }
            for (number, text) in texts.enumerated() {
                #expect(settings["\(number)"].map { Array($0.utf8) } == Array(text.utf8))
            }
        }
    }
}
