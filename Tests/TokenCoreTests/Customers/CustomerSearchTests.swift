import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

struct CustomerSearchTests {
    private struct Row: Sendable {
        let field: String
        let condition: String?
        let value: String?
        let expected: String

        init(_ field: String, _ condition: String?, _ value: String?, _ expected: String) {
            (self.field, self.condition, self.value, self.expected) = (field, condition, value, expected)
        }
    }

    private static let rows: [Row] = [
        Row("email", nil, "ANN@example.test", "ann"),
        Row("email", "", "ann@example.test", "ann"),
        Row("email", "neq", "ann@example.test", "bob cy"),
        Row("email", "like", "%B@EXAMPLE%", "bob"),
        Row("email", "nlike", "%b@%", "ann cy"),
        Row("email", "in", "cy@example.test,ANN@example.test", "ann cy"),
        Row("email", "nin", "cy@example.test", "ann bob"),
        Row("firstname", "eq", "É", "cy"),
        Row("entity_id", "gt", "1", "bob cy"),
        Row("id", "lteq", "2", "ann bob"),
        Row("id", "to", "2", "ann bob"),
        Row("id", "from", "2", "bob cy"),
        Row("id", "moreq", "2", "bob cy"),
        Row("id", "lt", "2", "ann"),
        Row("id", "in", "1,3", "ann cy"),
        Row("website_id", "eq", "1", "ann bob cy"),
        Row("websiteId", "neq", "1", ""),
        Row("gender", "null", nil, "ann bob cy"),
        Row("gender", "notnull", "ignored", ""),
        Row("taxvat", "finset", "B", "cy"),
        Row("taxvat", "finset", "a,b", ""),
        Row("taxvat", "nfinset", "a,b", "cy"),
        Row("created_at", "eq", "2023-11-14 22:13:20", "ann"),
        Row("created_at", "neq", "2023-11-14 22:13:20", "bob cy"),
        Row("created_at", "gt", "2023-11-14 22:13:20", "bob cy"),
        Row("created_at", "gteq", "2023-11-14 22:13:20", "ann bob cy"),
        Row("created_at", "lteq", "2023-11-14 22:13:20", "ann"),
        Row("created_at", "lt", "2023-11-15", "ann"),
        Row("created_at", "like", "2023-11-1%", "input.value 2023-11-1% created_at"),
        Row("created_at", "like", "2023-11-14%", "ann"),
        Row("created_at", "like", "2023-12-%", "cy"),
        Row("created_at", "like", "2023%", "ann bob cy"),
        Row("created_at", "eq", "2023-02-30", "input.value 2023-02-30 created_at"),
        Row("disable_auto_group_change", "eq", "0", "ann bob cy"),
        Row("id", "eq", "abc", "input.value abc id"),
        Row("id", "eq", nil, "input.required value"),
        Row("password_hash", "notnull", "", "search.field-unknown password_hash"),
        Row("email_key", "eq", "x", "search.field-unknown email_key"),
        Row("addresses", "null", nil, "search.field-unknown addresses"),
        Row("email) OR (1", "eq", "1", "search.field-unknown email) OR (1"),
        Row("email", "EQ", "x", "search.condition-unknown EQ"),
        Row("email", "regexp", "x", "search.condition-unknown regexp"),
        Row("email", "eq", "x' OR '1'='1", ""),
        Row("email", "like", String(repeating: "%", count: 1025), "input.value " + String(repeating: "%", count: 64) + " value"),
        Row(
            "id", "in", Array(repeating: "1", count: 1001).joined(separator: ","),
            "input.value 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1, id"),
    ]

    private func people(_ test: TestCore) async throws {
        let context = try await test.context()
        var drafts = ["ann", "bob", "cy"].map { CustomerDraft(email: "\($0)@example.test", firstName: "F", lastName: "L") }
        drafts[2].firstName = "\u{E9}"
        drafts[2].taxNumber = "A,b,c"
        for (index, draft) in drafts.enumerated() {
            test.clock.advance(milliseconds: index == 0 ? 500 : Int64(index) * 12 * 86_400_000)
            _ = try await test.core.customers.create(draft, password: nil, context)
        }
    }

    private func outcome(_ criteria: SearchCriteria, _ test: TestCore) async throws -> String {
        do throws(Fault) {
            let found = try await test.core.customers.search(criteria)
            return found.customers.map { String($0.account.email.prefix { $0 != "@" }) }.joined(separator: " ")
        } catch {
            return error.told
        }
    }

    @Test func conditionsMatchAsTheContractDefines() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await people(test)
        for row in Self.rows {
            let filter = SearchCriteria.Filter(field: row.field, value: row.value, condition: row.condition)
            let criteria = SearchCriteria(groups: [[filter]], orders: [], pageSize: nil, currentPage: nil)
            #expect(
                try await outcome(criteria, test) == row.expected, "\(row.field) \(row.condition ?? "-") \(row.value?.prefix(40) ?? "-")")
        }
    }

    @Test func resultsAreOrderedAndPaged() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await people(test)
        func page(_ size: Int?, _ page: Int?, _ orders: [(String, String?)] = []) async throws -> String {
            let orders = orders.map { SearchCriteria.Order(field: $0.0, direction: $0.1) }
            return try await outcome(SearchCriteria(groups: [], orders: orders, pageSize: size, currentPage: page), test)
        }
        #expect(try await page(nil, nil) == "ann bob cy")
        #expect(try await page(2, 1) == "ann bob")
        #expect(try await page(2, 2) == "cy")
        #expect(try await page(2, 3) == "")
        #expect(try await page(1000, Int(Int32.max)) == "search.page-size 300")
        #expect(try await page(300, Int(Int32.max)) == "")
        #expect(try await page(1_000_000_000, nil) == "search.page-size 300")
        #expect(try await page(-1, nil) == "input.value -1 page_size")
        #expect(try await page(1, -5) == "input.value -5 current_page")
        #expect(try await page(nil, nil, [("email", nil)]) == "cy bob ann")
        #expect(try await page(nil, nil, [("email", "asc")]) == "ann bob cy")
        #expect(try await page(nil, nil, [("lastname", "ASC"), ("email", "DESC")]) == "cy bob ann")
        #expect(try await page(nil, nil, [("email", "sideways")]) == "input.value SIDEWAYS direction")
        #expect(try await page(nil, nil, [("nope", "ASC")]) == "search.field-unknown nope")
        try await test.core.administration(as: .localOperator).setSetting("webapi/validation/default_page_size", to: "2")
        let found = try await test.core.customers.search(SearchCriteria(groups: [], orders: [], pageSize: nil, currentPage: nil))
        #expect(found.customers.count == 2 && found.total == 3)
    }
}
