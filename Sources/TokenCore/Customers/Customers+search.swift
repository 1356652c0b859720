public import ServiceModel

extension Customers {
    /// A page of search results.
    public struct Found: Sendable, Equatable {
        public let customers: [CustomerProfile]
        /// The number of all matches.
        public let total: Int
    }

    /// Searches customers of all websites; page and count come from one transaction.
    /// - Throws: `search.field-unknown`, `search.condition-unknown`, `search.page-size`, `input.required`, `input.value`.
    public func search(_ criteria: SearchCriteria) async throws(Fault) -> Found {
        let settings = try await directory.current().settings
        let query = try CustomerQuery(criteria, settings)
        return try await database.reading { session in
            let total = try session.countCustomers(matching: query)
            let page = query.offset < total ? try session.customers(matching: query) : []
            let addresses = Dictionary(grouping: try session.addresses(ofCustomers: page.map(\.id)), by: \.customerID)
            return Found(
                customers: page.map { CustomerProfile(account: $0, addresses: addresses[$0.id] ?? []) }, total: total)
        }
    }
}

extension CustomerQuery {
    init(_ criteria: SearchCriteria, _ settings: Settings) throws(Fault) {
        var groups: [[Filter]] = []
        for group in criteria.groups {
            var filters: [Filter] = []
            for filter in group { filters.append(try Filter(filter)) }
            groups.append(filters)
        }
        var orders: [Order] = []
        for order in criteria.orders { orders.append(try Order(order)) }
        let size = try Self.pageSize(criteria.pageSize, settings)
        let page = criteria.currentPage ?? 1
        guard page >= 0 else { throw FieldRules.value(String(page), "current_page") }
        self.init(groups: groups, orders: orders, limit: size, offset: max(0, page - 1) * size)
    }

    /// 0 means the default, as in Magento.
    private static func pageSize(_ asked: Int?, _ settings: Settings) throws(Fault) -> Int {
        guard let size = asked, size != 0 else { return settings.defaultPageSize }
        guard size > 0 else { throw FieldRules.value(String(size), "page_size") }
        let largest = settings.maximumPageSize
        guard size <= largest else { throw Fault(.searchPageSize, [.init("max", .int(largest))]) }
        return size
    }
}

extension CustomerQuery.Field {
    /// Both spellings of every scalar of `customers.md` §2, and `entity_id`.
    init(named name: String) throws(Fault) {
        let found = Self.allCases.first { field in
            field.rawValue.utf8Equals(name) || field.camelName.utf8Equals(name)
        }
        guard let field = found ?? (name.utf8Equals("entity_id") ? .id : nil) else {
            throw Fault(.searchFieldUnknown, [.init(.text(name))])
        }
        self = field
    }

    private var camelName: String {
        let parts = rawValue.split(separator: "_")
        return parts.prefix(1).joined() + parts.dropFirst().map(FieldName.raisingFirst).joined()
    }
}

extension CustomerQuery.Order {
    init(_ order: SearchCriteria.Order) throws(Fault) {
        let field = try CustomerQuery.Field(named: order.field)
        switch order.direction?.uppercased() {
        case nil, "DESC"?: self.init(field, isAscending: false)
        case "ASC"?: self.init(field, isAscending: true)
        case let other?: throw FieldRules.value(other, "direction")
        }
    }
}
