import TokenCore

extension SQLSession {
    func admin(id: Int) throws -> AdminAccount? {
        try first("\(Self.selectAdmin) WHERE id = $1", [.int(id)], Self.admin)
    }

    func admin(named foldedName: String) throws -> AdminAccount? {
        try first("\(Self.selectAdmin) WHERE username_key = $1", [.text(foldedName)], Self.admin)
    }

    func admins() throws -> [AdminAccount] {
        try all("\(Self.selectAdmin) ORDER BY id", [], Self.admin)
    }

    func insert(_ admin: AdminAccount) throws -> Int {
        try insertedID(
            """
            INSERT INTO admin_user
                (username, username_key, email, first_name, last_name, password_hash, is_active, expires_at, role_id, created_at,
                set_up_ended_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
            """,
            [
                .text(admin.username), .text(LoginName.folded(admin.username)), .text(admin.email), .text(admin.firstName),
                .text(admin.lastName), .text(admin.passwordHash), .flag(admin.isActive), .moment(admin.expiresAt), .int(admin.roleID),
                .moment(admin.createdAt), .moment(admin.setUpEndedAt),
            ])
    }

    func update(_ admin: AdminAccount) throws {
        try execute(
            """
            UPDATE admin_user SET email = $2, first_name = $3, last_name = $4, password_hash = $5, is_active = $6, expires_at = $7,
                role_id = $8, set_up_ended_at = $9
            WHERE id = $1
            """,
            [
                .int(admin.id), .text(admin.email), .text(admin.firstName), .text(admin.lastName), .text(admin.passwordHash),
                .flag(admin.isActive), .moment(admin.expiresAt), .int(admin.roleID), .moment(admin.setUpEndedAt),
            ])
    }

    func deleteAdmin(id: Int) throws {
        try execute("DELETE FROM admin_user WHERE id = $1", [.int(id)])
    }

    func admins(withRole roleID: Int) throws -> [Int] {
        try all("SELECT id FROM admin_user WHERE role_id = $1 ORDER BY id", [.int(roleID)]) { try $0.int("id") }
    }

    private static let selectAdmin = """
        SELECT id, username, email, first_name, last_name, password_hash, is_active, expires_at, role_id, created_at, set_up_ended_at
        FROM admin_user
        """

    private static func admin(_ row: SQLRow) throws -> AdminAccount {
        AdminAccount(
            id: try row.int("id"),
            username: try row.text("username"),
            email: try row.text("email"),
            firstName: try row.text("first_name"),
            lastName: try row.text("last_name"),
            passwordHash: try row.text("password_hash"),
            isActive: try row.flag("is_active"),
            expiresAt: try row.optionalMoment("expires_at"),
            roleID: try row.optionalInt("role_id"),
            createdAt: try row.moment("created_at"),
            setUpEndedAt: try row.optionalMoment("set_up_ended_at"))
    }
}
