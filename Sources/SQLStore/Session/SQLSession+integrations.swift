import TokenCore

extension SQLSession {
    func integration(id: Int) throws -> Integration? {
        try integrations(Self.integrationByID, [.int(id)]).first
    }

    func integration(named name: String) throws -> Integration? {
        try integrations(Self.integrationByName, [.text(name)]).first
    }

    func integration(ofConsumer id: Int) throws -> Integration? {
        try integrations(Self.integrationOfConsumer, [.int(id)]).first
    }

    func integrations() throws -> [Integration] {
        try integrations(Self.allIntegrations, [])
    }

    func insert(_ integration: Integration) throws -> Int {
        let id = try insertedID(Self.insertIntegration, integration)
        try Self.integrationResources.add(integration.resources, to: id, in: self)
        return id
    }

    func insertKeepingID(_ integration: Integration) throws -> Bool {
        try execute(Self.insertIntegrationKeepingID, integration) > 0
    }

    func update(_ integration: Integration) throws {
        try execute(Self.updateIntegration, integration)
        try Self.integrationResources.set(integration.resources, of: integration.id, in: self)
    }

    func deleteIntegration(id: Int) throws {
        try execute("DELETE FROM integration WHERE id = $1", [.int(id)])
    }

    private func integrations(_ query: SQLQuery<Integration>, _ values: [SQLValue]) throws -> [Integration] {
        try Self.integrationResources.collect(connection.query(query.sql, values), query.decode, into: \.resources)
    }

    private static let integrationResources = ResourceTable(name: "integration_resource", owner: "integration", key: "integration_id")

    private static let integrationRecord = SQLRecord(
        "integration", Integration.init,
        .column("id", \.id, .int, .generatedKey),
        .column("name", \.name, .text, .fixed),
        .optional("email", \.email, .text),
        .optional("endpoint", \.endpoint, .text),
        .optional("identity_link", \.identityLink, .text),
        .column("status", \.status, .choice),
        .column("setup_type", \.setupType, .choice),
        .elsewhere([]),
        .column("created_at", \.createdAt, .moment, .fixed))

    private static let integrationByID = integrationResources.query(integrationRecord, "WHERE integration.id = $1")
    private static let integrationByName = integrationResources.query(integrationRecord, "WHERE integration.name = $1")
    private static let integrationOfConsumer = integrationResources.query(
        integrationRecord, "WHERE integration.id = (SELECT integration_id FROM oauth_consumer WHERE id = $1)")
    private static let allIntegrations = integrationResources.query(integrationRecord)
    private static let insertIntegration = integrationRecord.insert("RETURNING id")
    private static let insertIntegrationKeepingID = integrationRecord.insert(keepsKey: true, "ON CONFLICT DO NOTHING")
    private static let updateIntegration = integrationRecord.update()
}
