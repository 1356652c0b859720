import TokenCore

extension Importer {
    /// - Returns: the ids of the roles here, by their ids in Magento.
    func importRoles(_ access: AccessRules) throws -> [Int: Int] {
        let kind = "roles"
        var ids: [Int: Int] = [:]
        var taken: Set<[UInt8]> = []
        for group in access.groups {
            var name = group.name
            // Names are unique here, but not in Magento.
            if !taken.insert(Array(name.utf8)).inserted { name += " (\(group.id))" }
            guard !name.isEmpty, name.count <= LoginName.longest, LoginName.isPrintable(name) else {
                let problem = group.row.problem("role_name is not 1 to \(LoginName.longest) visible characters")
                report.skip(group.row.rejected(problem, in: .role), kind)
                continue
            }
            let resources = access.resources(ofRole: group.id)
            if let known = try session.role(named: name) {
                report.count(.present, kind)
                if Set(known.resources) != Set(resources) { report.note("Role \(name) allows something else here, and stays so.") }
                ids[group.id] = known.id
            } else {
                ids[group.id] = try session.insert(Role(name: name, resources: resources))
                report.count(.new, kind)
            }
        }
        return ids
    }

    /// Admins are identified by name; existing ones do not change. An id that is taken is replaced, because nothing refers to it.
    func importAdmins(roles: [Int: Int], _ access: AccessRules, _ passwords: StoredPasswords) throws {
        let kind = "admins"
        var expiries: [Int: Timestamp] = [:]
        try forEachRow(of: .adminExpiration, kind) { row in
            if let moment = try row.moment("expires_at") { expiries[try row.int("user_id")] = moment }
        }
        var seen: Set<[UInt8]> = []
        try forEachRow(of: .admin, kind) { row in
            let id = try row.int("user_id")
            let name = try row.text("username")
            guard !name.isEmpty, name.count <= LoginName.longest, LoginName.isPrintable(name) else {
                throw row.problem("username is not 1 to \(LoginName.longest) visible characters")
            }
            let folded = LoginName.folded(name)
            let isActive = try row.flag("is_active")
            let email = try row.optionalText("email") ?? ""
            let (first, last) = (try row.optionalText("firstname") ?? "", try row.optionalText("lastname") ?? "")
            let created = try row.moment("created") ?? now
            let password = try passwords.find(row, "password")
            guard seen.insert(Array(folded.utf8)).inserted else { throw row.problem("another admin before has this username") }
            guard try session.admin(named: folded) == nil else { return report.count(.present, kind) }
            let roleID = access.groupOfAdmin[id].flatMap { roles[$0] }
            if roleID == nil { report.note("Admin \(name) has no role.") }
            let admin = AdminAccount(
                id: id, username: name, email: email, firstName: first, lastName: last,
                passwordHash: report.take(password, of: row, in: .admin, kind) ?? "", isActive: isActive,
                expiresAt: expiries[id], roleID: roleID, createdAt: created)
            if try !session.insertKeepingID(admin) { _ = try session.insert(admin) }
            report.count(.new, kind)
        }
    }
}
