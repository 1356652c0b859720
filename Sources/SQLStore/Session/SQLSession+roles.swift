import TokenCore

extension SQLSession {
    func role(id: Int) throws -> Role? {
        try roles(Self.roleByID, [.int(id)]).first
    }

    func role(named name: String) throws -> Role? {
        try roles(Self.roleByName, [.text(name)]).first
    }

    func roles() throws -> [Role] {
        try roles(Self.allRoles, [])
    }

    func insert(_ role: Role) throws -> Int {
        let id = try insertedID(Self.insertRole, role)
        try Self.roleResources.add(role.resources, to: id, in: self)
        return id
    }

    func setResources(_ resources: [String], ofRole id: Int) throws {
        try Self.roleResources.set(resources, of: id, in: self)
    }

    /// Its resources go with it. Throws `conflict` while an admin has the role.
    func deleteRole(id: Int) throws {
        try execute("DELETE FROM role WHERE id = $1", [.int(id)])
    }

    private func roles(_ query: SQLQuery<Role>, _ values: [SQLValue]) throws -> [Role] {
        try Self.roleResources.collect(connection.query(query.sql, values), query.decode, into: \.resources)
    }

    private static let roleResources = ResourceTable(name: "role_resource", owner: "role", key: "role_id")

    private static let roleRecord = SQLRecord(
        "role", Role.init,
        .column("id", \.id, .int, .generatedKey),
        .column("name", \.name, .text),
        .elsewhere([]))

    private static let roleByID = roleResources.query(roleRecord, "WHERE role.id = $1")
    private static let roleByName = roleResources.query(roleRecord, "WHERE role.name = $1")
    private static let allRoles = roleResources.query(roleRecord)
    private static let insertRole = roleRecord.insert("RETURNING id")
}
