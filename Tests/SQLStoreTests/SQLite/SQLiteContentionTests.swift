import Dispatch
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing
import TokenCore

@testable import SQLStore

/// Several connections to one file.
@Suite(.timeLimit(.minutes(5))) struct SQLiteContentionTests {
    let place: TemporaryFolder

    init() throws { place = try TemporaryFolder("sqlite") }

    /// A connection of another program that holds the write lock of the file.
    private func locker() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: place.path("a.db"), configuration: configuration)
        try other.inDatabase { try $0.beginTransaction(.immediate) }
        return other
    }

    @Test func manyConnectionsCreateTheDatabaseConcurrently() async throws {
        defer { place.remove() }
        let opened = Mutex<[SQLiteDatabase]>([])
        let failures = Mutex<[any Error]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            do {
                let database = try SQLiteDatabase.open(path: place.path("a.db"))
                opened.withLock { $0.append(database) }
            } catch {
                failures.withLock { $0.append(error) }
            }
        }
        #expect(failures.withLock { $0.isEmpty }, "\(failures.withLock { $0.map { "\($0)" } })")
        let databases = opened.withLock { $0 }
        #expect(databases.count == 8)
        for (number, database) in databases.enumerated() {
            try await database.write { try $0.setSetting("\(number)", "here") }
        }
        for database in databases {
            #expect(try await database.read { try $0.settings().count } == 8)
            #expect(try await database.read { try $0.stores().count } == 1)
            #expect(try await database.read { try $0.roles().count } == 1)
        }
    }

    @Test func aLockedDatabaseCanBeRead() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"), busyTimeout: .milliseconds(10))
        try await database.write { try $0.setSetting("a", "1") }
        let other = try locker()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let failure = await #expect(throws: StoreFailure.self) { try await database.write { try $0.setSetting("a", "2") } }
                    #expect(failure?.isUnavailable == true)
                }
            }
        }
        #expect(try await database.read { try $0.settings() } == ["a": "1"])
        try other.inDatabase { try $0.rollback() }
        try await database.write { try $0.setSetting("a", "3") }
        #expect(try await database.read { try $0.settings() } == ["a": "3"])
    }

    @Test func aMigratedDatabaseOpensWhileItIsLocked() async throws {
        defer { place.remove() }
        let first = try SQLiteDatabase.open(path: place.path("a.db"))
        try await first.write { try $0.setSetting("a", "1") }
        let other = try locker()
        let second = try SQLiteDatabase.open(path: place.path("a.db"), busyTimeout: .zero)
        #expect(try await second.read { try $0.settings() } == ["a": "1"])
        #expect(try SQLiteDatabase.inspect(path: place.path("a.db")) == .readable(.current))
        try other.inDatabase { try $0.rollback() }
    }

    @Test func openingALockedNewFileIsRefusedAfterTheTimeout() throws {
        defer { place.remove() }
        let other = try locker()
        let failure = #expect(throws: StoreFailure.self) {
            try SQLiteDatabase.open(path: place.path("a.db"), busyTimeout: .milliseconds(10))
        }
        #expect(failure?.isUnavailable == true)
        try other.inDatabase { try $0.rollback() }
        _ = try SQLiteDatabase.open(path: place.path("a.db"))
    }

    @Test func queueTimeCountsTowardsTheBusyTimeout() throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"), busyTimeout: .seconds(5))
        try database.pool.writeWithoutTransaction { connection throws in
            func timeout() throws -> Int? { try Int.fetchOne(connection, sql: "PRAGMA busy_timeout") }
            let now = ContinuousClock.now
            #expect(try database.waiting(since: now.advanced(by: .seconds(60)), connection, timeout) == 5000)
            #expect(try database.waiting(since: now.advanced(by: .seconds(-60)), connection, timeout) == 0)
            #expect(try timeout() == 5000)
            #expect(throws: SecondThoughts.self) {
                try database.waiting(since: now.advanced(by: .seconds(-60)), connection) { throw SecondThoughts() }
            }
            #expect(try timeout() == 5000)
        }
    }

    @Test func aCancelledTaskCompletesItsWritesAndReads() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await database.write { try $0.setSetting("a", "1") }
            return try await database.read { try $0.settings() }
        }
        #expect(try await task.value == ["a": "1"])
    }

    @Test func readersAndAWriterRunConcurrently() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { try await database.write { try $0.setSetting("\(number)", "x") } }
                group.addTask { _ = try await database.read { try $0.settings() } }
                group.addTask { _ = try await database.read { try $0.auditTrail(limit: 1) } }
            }
            try await group.waitForAll()
        }
        #expect(try await database.read { try $0.settings().count } == 40)
    }
}
