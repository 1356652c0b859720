package import ServiceModel
package import TokenCore

/// Administrators.
package enum AdminAccountService {
    private static let name = "administrationAdminsV1"

    package static let create: HandledOperation<Core> = Operation(
        service: name, method: "create", resources: [.admins], input: .newAdmin, output: .adminData,
        documentation: "Creates an administrator."
    ).handled { core, input, context throws(Fault) in
        let account = try await core.administration(as: context.actor).createAdmin(input.draft, password: input.password)
        return AdminData(account, role: input.role)
    }

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.admins], input: .listInput, output: .admins, documentation: "Lists administrators."
    ).handled { core, input, context throws(Fault) in
        let page = try input.page
        return page.part(of: try await core.administration(as: context.actor).admins()) { AdminData($0.account, role: $0.roleName) }
    }

    package static let setActive: HandledOperation<Core> = Operation(
        service: name, method: "setActive", resources: [.admins], input: .adminActivity,
        documentation: "Disables an administrator, whose tokens end, or enables the account again; an expiry date in the past is removed."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).setAdmin(input.username, active: input.isActive)
    }

    package static let unlock: HandledOperation<Core> = Operation(
        service: name, method: "unlock", resources: [.locks], input: .username,
        documentation: "Deletes the failed sign-ins of an administrator's name."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).unlock(.admin, input.name)
    }

    package static let delete: HandledOperation<Core> = Operation(
        service: name, method: "delete", resources: [.admins], input: .username,
        documentation: "Deletes an administrator; all tokens end."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).deleteAdmin(input.name)
    }

    package static let setPassword: HandledOperation<Core> = Operation(
        service: name, method: "setPassword", resources: [.admins], input: .adminPassword,
        documentation: "Sets a new password; all tokens end, a lock stays."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).setAdminPassword(input.username, input.password)
    }

    static let operations = [create, getList, setActive, unlock, delete, setPassword]
}

struct NewAdminInput: Sendable {
    let username: String
    let email: String
    let firstName: String?
    let lastName: String?
    let role: String
    let password: Secret

    var draft: Administration.NewAdmin {
        .init(username: username, email: email, firstName: firstName ?? "", lastName: lastName ?? "", roleName: role)
    }
}

extension Codec where Value == NewAdminInput {
    static let newAdmin = object(
        "", NewAdminInput.init, .required("username", \.username, .string, "Name to sign in with."),
        .required("email", \.email, .string, "E-mail address."), .optional("firstName", \.firstName, .string, "First name."),
        .optional("lastName", \.lastName, .string, "Last name."), .required("role", \.role, .string, "Name of the role."),
        .required("password", \.password, .secret, "Password."))
}

struct AdminActivityInput: Sendable {
    let username: String
    let isActive: Bool
}

extension Codec where Value == AdminActivityInput {
    static let adminActivity = object(
        "", AdminActivityInput.init, .required("username", \.username, .string, "Name of the administrator."),
        .required("isActive", \.isActive, .boolean, "Whether the account may sign in."))
}

struct AdminPasswordInput: Sendable {
    let username: String
    let password: Secret
}

extension Codec where Value == AdminPasswordInput {
    static let adminPassword = object(
        "", AdminPasswordInput.init, .required("username", \.username, .string, "Name of the administrator."),
        .required("password", \.password, .secret, "The new password."))
}

struct AdminData: Sendable {
    let id: Int
    let username: String
    let email: String
    let firstName: String
    let lastName: String
    let role: String?
    let isActive: Bool
    let expiresAt: String?
    let createdAt: String
}

extension AdminData {
    init(_ account: AdminAccount, role: String?) {
        self.init(
            id: account.id, username: account.username, email: account.email, firstName: account.firstName, lastName: account.lastName,
            role: role, isActive: account.isActive, expiresAt: account.expiresAt?.sqlDateTime, createdAt: account.createdAt.sqlDateTime)
    }
}

extension Codec where Value == AdminData {
    static let adminData = object(
        "AdministrationDataAdmin", AdminData.init, .required("id", \.id, .int, "Id."),
        .required("username", \.username, .string, "Name to sign in with."), .required("email", \.email, .string, "E-mail address."),
        .required("firstName", \.firstName, .string, "First name."), .required("lastName", \.lastName, .string, "Last name."),
        .optional("role", \.role, .string, "Name of the role."),
        .required("isActive", \.isActive, .boolean, "Whether the account is enabled."),
        .optional("expiresAt", \.expiresAt, .string, "When the account expires, in UTC."),
        .required("createdAt", \.createdAt, .string, "When the account was created, in UTC."))
}

extension Codec where Value == Page<AdminData> {
    static let admins = Codec<AdminData>.adminData.page("AdministrationDataAdminSearchResults")
}
