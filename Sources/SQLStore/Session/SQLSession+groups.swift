import TokenCore

extension SQLSession {
    func customerGroup(id: Int) throws -> CustomerGroup? {
        try first("SELECT id, code, tax_class_id FROM customer_group WHERE id = $1", [.int(id)], Self.group)
    }

    func customerGroups() throws -> [CustomerGroup] {
        try all("SELECT id, code, tax_class_id FROM customer_group ORDER BY id", [], Self.group)
    }

    func set(_ group: CustomerGroup) throws {
        try execute(
            """
            INSERT INTO customer_group (id, code, tax_class_id) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET code = excluded.code, tax_class_id = excluded.tax_class_id
            """, [.int(group.id), .text(group.code), .int(group.taxClassID)])
    }

    private static func group(_ row: SQLRow) throws -> CustomerGroup {
        CustomerGroup(id: try row.int("id"), code: try row.text("code"), taxClassID: try row.int("tax_class_id"))
    }
}
