import TokenCore

extension SQLSession {
    func admin(id: Int) throws -> AdminAccount? {
        try first(Self.adminByID, [.int(id)])
    }

    func admin(named foldedName: String) throws -> AdminAccount? {
        try first(Self.adminByName, [.text(foldedName)])
    }

    func admins() throws -> [AdminAccount] {
        try all(Self.allAdmins)
    }

    func insert(_ admin: AdminAccount) throws -> Int {
        try insertedID(Self.insertAdmin, admin)
    }

    func insertKeepingID(_ admin: AdminAccount) throws -> Bool {
        try execute(Self.insertAdminKeepingID, admin) > 0
    }

    func update(_ admin: AdminAccount) throws {
        try execute(Self.updateAdmin, admin)
    }

    func deleteAdmin(id: Int) throws {
        try execute("DELETE FROM admin_user WHERE id = $1", [.int(id)])
    }

    func admins(withRole roleID: Int) throws -> [Int] {
        try all("SELECT id FROM admin_user WHERE role_id = $1 ORDER BY id", [.int(roleID)]) { try $0.value("id", .int) }
    }

    private static let adminRecord = SQLRecord(
        "admin_user", AdminAccount.init,
        .column("id", \.id, .int, .generatedKey),
        .column("username", \.username, .text, .fixed, folded: "username_key"),
        .column("email", \.email, .text),
        .column("first_name", \.firstName, .text),
        .column("last_name", \.lastName, .text),
        .column("password_hash", \.passwordHash, .text),
        .column("is_active", \.isActive, .flag),
        .optional("expires_at", \.expiresAt, .moment),
        .optional("role_id", \.roleID, .int),
        .column("created_at", \.createdAt, .moment, .fixed),
        .optional("set_up_ended_at", \.setUpEndedAt, .moment))

    private static let adminByID = adminRecord.query("WHERE id = $1")
    private static let adminByName = adminRecord.query("WHERE username_key = $1")
    private static let allAdmins = adminRecord.query("ORDER BY id")
    private static let insertAdmin = adminRecord.insert("RETURNING id")
    private static let insertAdminKeepingID = adminRecord.insert(keepsKey: true, "ON CONFLICT DO NOTHING")
    private static let updateAdmin = adminRecord.update()
}
