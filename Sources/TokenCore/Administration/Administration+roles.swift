public import ServiceModel

extension Administration {
    public func roles() async throws(Fault) -> [Role] {
        try await read { try $0.roles() }
    }

    public func createRole(_ name: String, resources: [String]) async throws(Fault) -> Role {
        guard !name.isEmpty, name.count <= LoginName.longest, LoginName.isPrintable(name) else {
            throw Fault(.roleNameInvalid, [.init(.int(LoginName.longest))])
        }
        try checkResources(resources)
        return try await change("role.create", name) { session, _ in
            var role = Role(name: name, resources: resources.unique)
            role.id = try session.insert(role)
            return role
        }
    }

    /// Replaces a role's resources; tokens of its administrators end.
    public func setRole(_ name: String, resources: [String]) async throws(Fault) {
        try checkResources(resources)
        try await change("role.set", name) { session, now in
            let role = try session.requireRole(name)
            guard Set(role.resources) != Set(resources) else { return }
            try session.setResources(resources.unique, ofRole: role.id)
            for id in try session.admins(withRole: role.id) { _ = try session.revokeTokens(of: (.admin, id), at: now) }
        }
    }

    /// Assigns a role to an administrator, or removes it with `nil`; the administrator's tokens end.
    public func assignRole(_ name: String?, to username: String) async throws(Fault) {
        try await change(name == nil ? "role.unassign" : "role.assign", username) { session, now in
            let role = try name.map { try session.requireRole($0) }
            var admin = try session.requireAdmin(username)
            guard admin.roleID != role?.id else { return }
            admin.roleID = role?.id
            try session.update(admin)
            _ = try session.revokeTokens(of: (.admin, admin.id), at: now)
        }
    }

    /// A role that an administrator has cannot be deleted, nor the default role of new administrators.
    public func deleteRole(_ name: String) async throws(Fault) {
        try await change("role.delete", name) { session, _ in
            let role = try session.requireRole(name)
            guard !role.name.utf8Equals(Role.administrators) else {
                throw Fault(.roleIsDefault, about: name)
            }
            guard try session.admins(withRole: role.id).isEmpty else {
                throw Fault(.roleInUse, about: name)
            }
            try session.deleteRole(id: role.id)
        }
    }

    private func checkResources(_ resources: [String]) throws(Fault) {
        if let unknown = resources.first(where: { !ACL.knows($0) }) { throw Fault(.resourceUnknown, about: unknown) }
        if resources.isEmpty { throw Fault(.resourcesMissing, about: "a role") }
    }
}

extension StoreSession {
    func requireRole(_ name: String) throws -> Role {
        guard let role = try role(named: name) else { throw Fault(.roleUnknown, about: name) }
        return role
    }
}

extension [String] {
    /// Without duplicates, in order of first occurrence.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
