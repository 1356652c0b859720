package import ServiceModel
package import TokenCore

/// Roles of administrators.
package enum RoleService {
    private static let name = "administrationRolesV1"

    package static let create: HandledOperation<Core> = Operation(
        service: name, method: "create", resources: [.roles], input: .roleRights, output: .role, documentation: "Creates a role."
    ).handled { core, input, context throws(Fault) in
        RoleData(try await core.administration(as: context.actor).createRole(input.name, resources: input.resources))
    }

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.roles], input: .listInput, output: .roles,
        documentation: "Lists roles with their resources."
    ).handled { core, input, context throws(Fault) in
        let page = try input.page
        return page.part(of: try await core.administration(as: context.actor).roles(), RoleData.init)
    }

    package static let setResources: HandledOperation<Core> = Operation(
        service: name, method: "setResources", resources: [.roles], input: .roleRights,
        documentation: "Replaces the resources of a role; the tokens of its administrators end."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).setRole(input.name, resources: input.resources)
    }

    package static let assign: HandledOperation<Core> = Operation(
        service: name, method: "assign", resources: [.roles], input: .roleAssignment,
        documentation: "Gives an administrator a role, or none; the administrator's tokens end."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).assignRole(input.role, to: input.username)
    }

    package static let delete: HandledOperation<Core> = Operation(
        service: name, method: "delete", resources: [.roles], input: .roleName,
        documentation: "Deletes a role that no administrator has; the role \(Role.administrators) stays."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).deleteRole(input.name)
    }

    static let operations = [create, getList, setResources, assign, delete]
}

struct RoleRightsInput: Sendable {
    let name: String
    let resources: [String]
}

extension Codec where Value == RoleRightsInput {
    static let roleRights = object(
        "", RoleRightsInput.init, .required("name", \.name, .string, "Name of the role."),
        .required("resources", \.resources, Codec<String>.string.list(), "Ids of ACL resources."))
}

struct RoleAssignmentInput: Sendable {
    let username: String
    let role: String?
}

extension Codec where Value == RoleAssignmentInput {
    static let roleAssignment = object(
        "", RoleAssignmentInput.init, .required("username", \.username, .string, "Name of the administrator."),
        .optional("role", \.role, .string, "Name of the role; absent takes the role away."))
}

struct RoleData: Sendable {
    let id: Int
    let name: String
    let resources: [String]
}

extension RoleData {
    init(_ role: Role) {
        self.init(id: role.id, name: role.name, resources: role.resources)
    }
}

extension Codec where Value == RoleData {
    static let role = object(
        "AdministrationDataRole", RoleData.init, .required("id", \.id, .int, "Id."), .required("name", \.name, .string, "Name."),
        .required("resources", \.resources, Codec<String>.string.list(), "Ids of ACL resources."))
}

extension Codec where Value == Page<RoleData> {
    static let roles = Codec<RoleData>.role.page("AdministrationDataRoleSearchResults")
}
