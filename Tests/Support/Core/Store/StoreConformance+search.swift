import Testing
import TokenCore

/// One search and the customers that it finds.
struct SearchRow: Sendable, CustomTestStringConvertible {
    let filter: CustomerQuery.Filter
    let found: String

    init(_ field: CustomerQuery.Field, _ condition: CustomerQuery.Condition, _ found: String) {
        filter = .init(field, condition)
        self.found = found
    }

    var testDescription: String { "\(filter.field) \(filter.condition)" }

    static let all: [SearchRow] = [
        SearchRow(.email, .among([.text("a@x.test")], false), "a"),
        SearchRow(.email, .among([.text("a@x.test"), .text("c@x.test")], true), "b d"),
        SearchRow(.email, .among([], false), ""),
        SearchRow(.lastName, .among([.text("müller")], false), "a"),
        SearchRow(.lastName, .among([.text("MÜLLER")], false), ""),
        SearchRow(.id, .among([.number(2), .number(4)], false), "b d"),
        SearchRow(.id, .order(.greater, .number(2)), "c d"),
        SearchRow(.id, .order(.atMost, .number(2)), "a b"),
        SearchRow(.lastName, .order(.less, .text("n")), "a d"),
        SearchRow(.createdAt, .order(.atLeast, .number(noon.milliseconds + 2000)), "b c d"),
        SearchRow(.createdAt, .within(noon.milliseconds + 2000, noon.milliseconds + 3000, false), "b"),
        SearchRow(.createdAt, .within(noon.milliseconds + 2000, noon.milliseconds + 3000, true), "a c d"),
        SearchRow(.lastName, .like("m%r", false), "a"),
        SearchRow(.lastName, .like("m_ller", false), "a"),
        SearchRow(.lastName, .like("%e%", true), "b c"),
        SearchRow(.lastName, .like("100\\%", false), "d"),
        SearchRow(.lastName, .like("100\\_", false), ""),
        SearchRow(.email, .like("%@X.TEST", false), "a b c d"),
        SearchRow(.email, .like("", false), ""),
        SearchRow(.id, .like("%2%", false), "b"),
        SearchRow(.taxNumber, .listed("two", false), "b"),
        SearchRow(.taxNumber, .listed("tw", false), ""),
        SearchRow(.taxNumber, .listed("t%o", false), ""),
        SearchRow(.taxNumber, .listed("t_o", false), ""),
        SearchRow(.taxNumber, .listed("two", true), "c"),
        SearchRow(.taxNumber, .isNull(false), "a d"),
        SearchRow(.taxNumber, .isNull(true), "b c"),
        SearchRow(.taxNumber, .among([.text("four")], true), "b"),
        SearchRow(.confirmation, .among([.text("key")], false), "c"),
        SearchRow(.id, .never, ""),
    ]
}

extension StoreConformance {
    /// Letters stand for the local part of e-mail addresses.
    private static func people(_ database: any Database) async throws {
        try await database.write { store in
            let rows: [(String, String, String?)] = [
                ("a", "M\u{DC}ller", nil), ("b", "Smith", "one,two,three"), ("c", "Olson", "four"), ("d", "100\\Percent", nil),
            ]
            for (index, row) in rows.enumerated() {
                var account = CustomerAccount.sample(row.0 + "@x.test")
                account.lastName = row.1
                account.taxNumber = row.2
                account.createdAt = noon + Int64(index) * 2500
                account.confirmation = row.0 == "c" ? "KEY" : nil
                let id = try store.insert(account)
                #expect(id == index + 1)
            }
        }
    }

    private static func letters(_ accounts: [CustomerAccount]) -> String {
        accounts.map { String($0.email.prefix(1)) }.joined(separator: " ")
    }

    static func searchesFindWhatTheirConditionSays(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await people(database)
            for row in SearchRow.all {
                let query = CustomerQuery(groups: [[row.filter]], limit: 10)
                let (found, count) = try await database.read { (try $0.customers(matching: query), try $0.countCustomers(matching: query)) }
                #expect(letters(found) == row.found, "\(row.testDescription)")
                #expect(count == found.count, "\(row.testDescription)")
            }
        }
    }

    /// Every field with every shape of condition is a statement that the database takes.
    static func everyFieldCanBeSearchedAndOrderedBy(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await people(database)
            for field in CustomerQuery.Field.allCases {
                let value: CustomerQuery.Value = field.kind == .text ? .text("x") : .number(1)
                var conditions: [CustomerQuery.Condition] = [
                    .among([value], false), .among([value], true), .order(.less, value), .isNull(false),
                ]
                if field.kind == .moment {
                    conditions.append(.within(1, 2, true))
                } else {
                    conditions += [.like("x%", false), .listed("x", true)]
                }
                for condition in conditions {
                    let query = CustomerQuery(groups: [[.init(field, condition)]], orders: [.init(field, isAscending: false)], limit: 5)
                    let (found, count) = try await database.read {
                        (try $0.customers(matching: query), try $0.countCustomers(matching: query))
                    }
                    #expect(found.count == min(count, 5), "\(field) \(condition)")
                }
            }
        }
    }

    static func groupsNarrowFiltersWidenPagesCut(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await people(database)
            let wide: [CustomerQuery.Filter] = [
                .init(.email, .like("a%", false)), .init(.email, .like("b%", false)), .init(.id, .isNull(false)),
            ]
            let both = CustomerQuery(groups: [wide, [], [.init(.id, .order(.greater, .number(1)))]], limit: 10)
            #expect(try await database.read { letters(try $0.customers(matching: both)) } == "b")
            let orders: [CustomerQuery.Order] = [.init(.taxNumber, isAscending: false), .init(.email, isAscending: false)]
            let sorted = CustomerQuery(orders: orders, limit: 3)
            #expect(try await database.read { letters(try $0.customers(matching: sorted)) } == "b c d", "without a value last")
            let rest = CustomerQuery(orders: orders, limit: 3, offset: 3)
            #expect(try await database.read { letters(try $0.customers(matching: rest)) } == "a")
            #expect(try await database.read { try $0.countCustomers(matching: rest) } == 4)
            let none = CustomerQuery(limit: 0)
            #expect(try await database.read { try $0.customers(matching: none) }.isEmpty)
        }
    }
}
