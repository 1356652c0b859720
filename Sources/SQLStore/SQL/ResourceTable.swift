import TokenCore

/// A table with the resources that roles or integrations grant, in their order.
struct ResourceTable: Sendable {
    let name: String
    /// The table of the owners, and the column that refers to it.
    let owner: String
    let key: String
    private let delete: String
    private let insert: String

    init(name: String, owner: String, key: String) {
        self.name = name
        self.owner = owner
        self.key = key
        delete = "DELETE FROM \(name) WHERE \(key) = $1"
        insert = """
            INSERT INTO \(name) (\(key), resource, position) VALUES ($1, $2, $3) ON CONFLICT (\(key), resource) DO NOTHING
            """
    }

    /// Replaces the resources of an owner.
    func set(_ resources: [String], of id: Int, in session: SQLSession) throws {
        try session.execute(delete, [.int(id)])
        try add(resources, to: id, in: session)
    }

    /// Of a resource that is named twice, the first place counts.
    func add(_ resources: [String], to id: Int, in session: SQLSession) throws {
        for (position, resource) in resources.enumerated() {
            try session.execute(insert, [.int(id), .text(resource), .int(position)])
        }
    }

    /// Owners by id with one row for each resource, and one row with NULL for an owner without any.
    func query<Row>(_ record: SQLRecord<Row>, _ condition: String = "") -> SQLQuery<Row> {
        record.query(
            "LEFT JOIN \(name) ON \(name).\(key) = \(owner).id \(condition) ORDER BY \(owner).id, \(name).position",
            adding: ["\(name).resource"])
    }

    /// Makes one owner of the rows that follow each other with the same id.
    func collect<Owner>(
        _ rows: [SQLRow], _ decode: (SQLRow) throws -> Owner, into resources: WritableKeyPath<Owner, [String]>
    ) throws -> [Owner] {
        var owners: [Owner] = []
        var last: Int?
        for row in rows {
            let id = try row.value("id", .int)
            if id != last { owners.append(try decode(row)) }
            last = id
            if let resource = try row.valueIfPresent("resource", .text) { owners[owners.count - 1][keyPath: resources].append(resource) }
        }
        return owners
    }
}
