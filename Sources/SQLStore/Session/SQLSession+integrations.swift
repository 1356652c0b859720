import TokenCore

extension SQLSession {
    func integration(id: Int) throws -> Integration? {
        try Self.integrations(connection.query("\(Self.selectIntegration) WHERE integration.id = $1 \(Self.byID)", [.int(id)])).first
    }

    func integration(named name: String) throws -> Integration? {
        try Self.integrations(connection.query("\(Self.selectIntegration) WHERE integration.name = $1 \(Self.byID)", [.text(name)])).first
    }

    func integration(ofConsumer id: Int) throws -> Integration? {
        let owner = "(SELECT integration_id FROM oauth_consumer WHERE id = $1)"
        return try Self.integrations(
            connection.query("\(Self.selectIntegration) WHERE integration.id = \(owner) \(Self.byID)", [.int(id)])
        ).first
    }

    func integrations() throws -> [Integration] {
        try Self.integrations(connection.query("\(Self.selectIntegration) \(Self.byID)", []))
    }

    func insert(_ integration: Integration) throws -> Int {
        let id = try insertedID(
            """
            INSERT INTO integration (name, email, endpoint, identity_link, status, setup_type, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
            """,
            [
                .text(integration.name), .text(integration.email), .text(integration.endpoint), .text(integration.identityLink),
                .int(integration.status.rawValue), .int(integration.setupType.rawValue), .moment(integration.createdAt),
            ])
        try addResources(integration.resources, toIntegration: id)
        return id
    }

    func update(_ integration: Integration) throws {
        try execute(
            """
            UPDATE integration SET email = $2, endpoint = $3, identity_link = $4, status = $5, setup_type = $6 WHERE id = $1
            """,
            [
                .int(integration.id), .text(integration.email), .text(integration.endpoint), .text(integration.identityLink),
                .int(integration.status.rawValue), .int(integration.setupType.rawValue),
            ])
        try execute("DELETE FROM integration_resource WHERE integration_id = $1", [.int(integration.id)])
        try addResources(integration.resources, toIntegration: integration.id)
    }

    func deleteIntegration(id: Int) throws {
        try execute("DELETE FROM integration WHERE id = $1", [.int(id)])
    }

    /// A resource that is named twice is kept once, where it was named first.
    private func addResources(_ resources: [String], toIntegration id: Int) throws {
        for (position, resource) in resources.enumerated() {
            try execute(
                """
                INSERT INTO integration_resource (integration_id, resource, position) VALUES ($1, $2, $3)
                ON CONFLICT (integration_id, resource) DO NOTHING
                """, [.int(id), .text(resource), .int(position)])
        }
    }

    /// One row per resource, and one with NULL for an integration without any.
    private static let selectIntegration = """
        SELECT integration.id, integration.name, integration.email, integration.endpoint, integration.identity_link, integration.status,
            integration.setup_type, integration.created_at, integration_resource.resource
        FROM integration LEFT JOIN integration_resource ON integration_resource.integration_id = integration.id
        """
    private static let byID = "ORDER BY integration.id, integration_resource.position"

    private static func integrations(_ rows: [SQLRow]) throws -> [Integration] {
        var found: [Integration] = []
        for row in rows {
            var integration = try integration(row)
            if let last = found.last, last.id == integration.id { integration = found.removeLast() }
            if let resource = try row.optionalText("resource") { integration.resources.append(resource) }
            found.append(integration)
        }
        return found
    }

    private static func integration(_ row: SQLRow) throws -> Integration {
        Integration(
            id: try row.int("id"),
            name: try row.text("name"),
            email: try row.optionalText("email"),
            endpoint: try row.optionalText("endpoint"),
            identityLink: try row.optionalText("identity_link"),
            status: try row.choice("status"),
            setupType: try row.choice("setup_type"),
            resources: [],
            createdAt: try row.moment("created_at"))
    }
}
