import TokenCore

extension SQLSession {
    func role(id: Int) throws -> Role? {
        try Self.roles(connection.query("\(Self.selectRole) WHERE role.id = $1 \(Self.inOrder)", [.int(id)])).first
    }

    func role(named name: String) throws -> Role? {
        try Self.roles(connection.query("\(Self.selectRole) WHERE role.name = $1 \(Self.inOrder)", [.text(name)])).first
    }

    func roles() throws -> [Role] {
        try Self.roles(connection.query("\(Self.selectRole) \(Self.inOrder)", []))
    }

    func insert(_ role: Role) throws -> Int {
        let id = try insertedID("INSERT INTO role (name) VALUES ($1) RETURNING id", [.text(role.name)])
        try addResources(role.resources, toRole: id)
        return id
    }

    func setResources(_ resources: [String], ofRole id: Int) throws {
        try execute("DELETE FROM role_resource WHERE role_id = $1", [.int(id)])
        try addResources(resources, toRole: id)
    }

    /// Its resources go with it. Throws `conflict` while an admin has the role.
    func deleteRole(id: Int) throws {
        try execute("DELETE FROM role WHERE id = $1", [.int(id)])
    }

    /// A resource that is named twice is kept once, where it was named first.
    private func addResources(_ resources: [String], toRole id: Int) throws {
        for (position, resource) in resources.enumerated() {
            try execute(
                """
                INSERT INTO role_resource (role_id, resource, position) VALUES ($1, $2, $3)
                ON CONFLICT (role_id, resource) DO NOTHING
                """, [.int(id), .text(resource), .int(position)])
        }
    }

    /// One row per resource, and one with NULL for a role without any.
    private static let selectRole = """
        SELECT role.id, role.name, role_resource.resource FROM role LEFT JOIN role_resource ON role_resource.role_id = role.id
        """
    private static let inOrder = "ORDER BY role.id, role_resource.position"

    private static func roles(_ rows: [SQLRow]) throws -> [Role] {
        var roles: [Role] = []
        for row in rows {
            let id = try row.int("id")
            var role = Role(id: id, name: try row.text("name"), resources: [])
            if let last = roles.last, last.id == id { role = roles.removeLast() }
            if let resource = try row.optionalText("resource") { role.resources.append(resource) }
            roles.append(role)
        }
        return roles
    }
}
