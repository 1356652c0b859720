import Testing
import TokenCore

/// Longer than any wait in tests that are not about waits.
private let mailWaits = [86400]

extension StoreConformance {
    static func aMailScheduledBeyondItsWaitIsDue(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                for (reference, attempts, ahead) in [
                    ("new", 0, 61), ("first", 1, 200), ("second", 2, 901), ("later", 7, 901), ("fine", 2, 899),
                ] as [(String, Int, Int64)] {
                    try store.insert(
                        QueuedMail(
                            reference: reference, kind: "k", recipient: "r", recipientName: "n", texts: "{}", sealed: nil, createdAt: noon,
                            dueAt: noon + ahead * 1000, attempts: attempts))
                }
                let waits = [60, 300, 900]
                #expect(try store.hasMail(dueAt: noon, waits: waits))
                let claimed = try store.claimMails(dueAt: noon, waits: waits, limit: 9, until: noon + 60)
                #expect(Set(claimed.map(\.reference)) == ["new", "second", "later"])
                #expect(try !store.hasMail(dueAt: noon, waits: waits))
            }
        }
    }

    static func mailsAreReadAsWritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                try store.insert(QueuedMail.sample("a", sealed: "sealed"))
                try store.insert(QueuedMail.sample("b", due: noon + 1, sealed: nil))
            }
            let claimed = try await database.write { try $0.claimMails(dueAt: noon + 1, waits: mailWaits, limit: 9, until: noon + 60) }
            #expect(claimed.map(\.reference) == ["a", "b"])
            #expect(claimed.map(\.sealed) == ["sealed", nil])
            #expect(claimed.map(\.attempts) == [1, 1])
            #expect(claimed.map(\.dueAt) == [noon + 60, noon + 60])
            let first = try #require(claimed.first)
            let sample = QueuedMail.sample("a", sealed: "sealed")
            #expect(
                (first.kind, first.recipient, first.recipientName, first.texts) == (
                    sample.kind, sample.recipient, sample.recipientName, sample.texts
                ))
            #expect(first.createdAt == sample.createdAt)
        }
    }

    static func aDueMailIsClaimedOnce(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                for (name, due) in [("late", noon + 2), ("soon", noon + 1), ("now", noon)] {
                    try store.insert(QueuedMail.sample(name, due: due))
                }
            }
            #expect(try await database.read { try !$0.hasMail(dueAt: noon + -1, waits: mailWaits) })
            #expect(try await database.read { try $0.hasMail(dueAt: noon, waits: mailWaits) })
            func claim(_ now: Timestamp, _ limit: Int) async throws -> [String] {
                try await database.write { try $0.claimMails(dueAt: now, waits: mailWaits, limit: limit, until: now + 60) }.map(\.reference)
            }
            #expect(try await claim(noon + -1, 9).isEmpty)
            #expect(try await claim(noon + 2, 0).isEmpty)
            #expect(try await claim(noon + 2, 1) == ["now"], "the mail that is due longest comes first")
            #expect(try await claim(noon + 2, 9) == ["late", "soon"], "in order of arrival")
            #expect(try await claim(noon + 61, 9).isEmpty)
            #expect(try await claim(noon + 62, 9).count == 3, "an expired lease")
        }
    }

    static func onlyTheClaimingWorkerSettlesAMail(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { try $0.insert(QueuedMail.sample("a")) }
            let first = try #require(
                try await database.write { try $0.claimMails(dueAt: noon, waits: mailWaits, limit: 1, until: noon + 60) }.first)
            let second = try #require(
                try await database.write { try $0.claimMails(dueAt: noon + 60, waits: mailWaits, limit: 1, until: noon + 120) }.first)
            #expect(second.attempts == 2)
            #expect(try await database.write { try !$0.deleteMail(id: first.id, attempt: first.attempts) })
            #expect(try await database.write { try !$0.postponeMail(id: first.id, attempt: first.attempts, until: noon) })
            #expect(try await database.write { try $0.postponeMail(id: second.id, attempt: second.attempts, until: noon + 7) })
            #expect(try await database.read { try $0.hasMail(dueAt: noon + 7, waits: mailWaits) })
            #expect(try await database.write { try $0.deleteMail(id: second.id, attempt: second.attempts) })
            #expect(try await database.write { try !$0.deleteMail(id: second.id, attempt: second.attempts) })
        }
    }

    static func queuedMailsAreCountedUpToALimit(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            #expect(try await database.read { try $0.queuedMails(upTo: 5) } == 0)
            try await database.write { store in for number in 0..<4 { try store.insert(QueuedMail.sample("m\(number)")) } }
            #expect(try await database.read { try $0.queuedMails(upTo: 5) } == 4)
            #expect(try await database.read { try $0.queuedMails(upTo: 3) } == 3)
            await expectConflict(database) { try $0.insert(QueuedMail.sample("m1")) }
        }
    }

    static func queuedMailsAreListedAndMadeDue(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                for (name, due) in [("late", noon + 2), ("soon", noon + 1)] { try store.insert(QueuedMail.sample(name, due: due)) }
            }
            #expect(try await database.read { try $0.queuedMails(limit: 9) }.map(\.reference) == ["soon", "late"])
            #expect(try await database.read { try $0.queuedMails(limit: 1) }.map(\.reference) == ["soon"])
            #expect(try await database.write { try $0.makeMailsDue(at: noon) } == 2)
            #expect(try await database.read { try $0.queuedMails(limit: 9) }.map(\.dueAt) == [noon, noon])
        }
    }

    static func theLastUseOfATokenNeverMovesBack(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                try store.insert(TokenRecord.sample("a"))
                try store.insert(TokenRecord.sample("b", revoked: noon))
            }
            func use(_ accessor: String, _ moment: Timestamp) async throws -> Timestamp? {
                try await database.write { try $0.recordUse(accessor: accessor, at: moment) }
                return try await database.read { try $0.token(digest: "digest-\(accessor.suffix(1))")?.lastUsedAt }
            }
            #expect(try await use("accessor-a", noon) == noon)
            #expect(try await use("accessor-a", noon + 60) == noon + 60)
            #expect(try await use("accessor-a", noon + 1) == noon + 60)
            #expect(try await use("accessor-b", noon) == nil, "an ended token")
            #expect(try await use("accessor-x", noon) == nil, "no such token")
            #expect(try await database.read { try $0.liveTokens(of: nil, at: noon) }.map(\.lastUsedAt) == [noon + 60])
        }
    }
}

extension QueuedMail {
    fileprivate static func sample(_ reference: String, due: Timestamp = noon, sealed: String? = nil) -> QueuedMail {
        QueuedMail(
            reference: reference, kind: "password_reset", recipient: "ann@example.test", recipientName: "Zoë", texts: "{\"hours\":\"2\"}",
            sealed: sealed, createdAt: noon, dueAt: due)
    }
}
