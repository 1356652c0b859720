import GRDB
import Testing
import TokenCore

@testable import SQLStore

/// Asks SQLite for the plan of every statement before it is run.
private final class PlanningConnection: SQLConnection {
    private let connection: SQLiteTransaction
    private(set) var plans: [String] = []

    init(_ connection: SQLiteTransaction) { self.connection = connection }

    func query(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        try plan(sql, values)
        return try connection.query(sql, values)
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> Int {
        try plan(sql, values)
        return try connection.execute(sql, values)
    }

    private func plan(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) {
        for row in try connection.query("EXPLAIN QUERY PLAN " + sql, values) { plans.append(try row.text("detail")) }
    }
}

/// Statements on tables that grow with use go by an index.
@Suite struct SQLitePlanTests {
    @Test func noGrowingTableIsScanned() throws {
        let place = try Place()
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"))
        try database.pool.writeWithoutTransaction { connection throws in
            try SQLiteDatabase.writing(connection) { transaction in
                let planning = PlanningConnection(transaction)
                let store = SQLSession(planning)
                _ = try store.token(digest: "d")
                _ = try store.liveTokens(of: (.admin, 1), at: noon)
                _ = try store.revokeTokens(of: (.admin, 1), at: noon)
                _ = try store.revokeToken(accessor: "a", at: noon)
                _ = try store.deleteEndedTokens(at: noon, limit: 500)
                _ = try store.throttleEntry(.admin, key: "ops")
                try store.deleteThrottleEntry(.admin, key: "ops")
                _ = try store.deleteEndedThrottleEntries(at: noon, limit: 500)
                _ = try store.admin(named: "ops")
                _ = try store.admins(withRole: 1)
                _ = try store.customer(id: 1)
                _ = try store.customers(email: "c@example.com", preferring: 1)
                _ = try store.customers(after: 5, limit: 10)
                #expect(planning.plans.count > 13)
                #expect(planning.plans.filter { $0.hasPrefix("SCAN") || $0.hasSuffix("(kind=?)") } == [])
            }
        }
    }
}
