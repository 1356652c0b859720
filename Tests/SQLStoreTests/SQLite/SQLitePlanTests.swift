import GRDB
import TestSupport
import Testing
import TokenCore

@testable import SQLStore

/// Collects the query plan of every statement before it runs.
private final class PlanningConnection: SQLConnection {
    private let connection: SQLiteTransaction
    private(set) var plans: [String] = []
    var dialect: SQLDialect { .sqlite }

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
        for row in try connection.query("EXPLAIN QUERY PLAN " + sql, values) { plans.append(try row.value("detail", .text)) }
    }
}

/// Statements on tables that grow with use must not scan them.
@Suite struct SQLitePlanTests {
    @Test func statementsOnGrowingTablesUseAnIndex() throws {
        let place = try TemporaryFolder("sqlite")
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
                _ = try store.consumer(key: "k")
                _ = try store.consumer(ofIntegration: 1)
                _ = try store.consumers(after: 5, limit: 10)
                _ = try store.deleteNonces(sentBefore: 1, limit: 500)
                _ = try store.oauthToken(digest: "d")
                _ = try store.oauthTokens(ofConsumer: 1, .verifier)
                _ = try store.sealedOAuthTokens(after: 5, limit: 10)
                _ = try store.endAccessToken(accessor: "a", at: noon)
                try store.deleteOAuthTokens(ofConsumer: 1, [.request, .access])
                _ = try store.deleteRequestTokens(madeBefore: noon, limit: 500)
                _ = try store.admin(named: "ops")
                _ = try store.admins(withRole: 1)
                _ = try store.customer(id: 1)
                _ = try store.customers(email: "c@example.com", preferring: 1)
                _ = try store.customers(after: 5, limit: 10)
                _ = try store.addresses(ofCustomers: [1, 2])
                try store.deleteAddress(id: 1)
                try store.deleteCustomer(id: 1)
                _ = try store.resetToken(digest: "d")
                try store.deleteResetToken(ofCustomer: 1)
                _ = try store.deleteResetTokens(issuedBefore: noon, limit: 500)
                _ = try store.latestResetRequest(.email, key: "k", until: noon)
                _ = try store.countResetRequests(.email, key: "k", since: noon, until: noon)
                _ = try store.deleteResetRequests(before: noon, limit: 500)
                let searched: [CustomerQuery.Filter] = [
                    .init(.id, .among([.number(7)], false)), .init(.email, .among([.text("c@example.com")], false)),
                    .init(.email, .like("c%", false)), .init(.firstName, .among([.text("carla")], false)),
                    .init(.lastName, .like("cust%", false)), .init(.createdAt, .within(1, 2, false)),
                    .init(.updatedAt, .order(.atLeast, .number(1))),
                ]
                for filter in searched {
                    _ = try store.customers(matching: CustomerQuery(groups: [[filter]], limit: 10))
                    _ = try store.countCustomers(matching: CustomerQuery(groups: [[filter]], limit: 10))
                }
                #expect(planning.plans.count > 13)
                #expect(planning.plans.filter { $0.hasPrefix("SCAN") || $0.hasSuffix("(kind=?)") } == [])
            }
        }
    }
}
