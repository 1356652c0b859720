import ArgumentParser
import TokenCore

struct RoleCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Roles: what administrators may do.",
        discussion: """
            A role allows a list of resources, or everything. A resource does not include those below it:
            \(ACL.tree.outline)

            Examples:
              token-gateway role create Readers --resource Magento_Customer::customer
              token-gateway role assign Readers alice
            """,
        subcommands: [Create.self, Set.self, Assign.self, Unassign.self, List.self, Delete.self])

    /// The rights of a role.
    struct Rights: ParsableArguments {
        @Flag(name: .customLong("all"), help: "Allow everything.")
        var everything = false
        @Option(
            name: .customLong("resource"), help: ArgumentHelp("Allow this resource; may be repeated.", valueName: "resource"))
        var resources: [String] = []

        func validate() throws {
            if everything == !resources.isEmpty { throw ValidationError("pass either --all or at least one --resource") }
        }

        var all: [String] { everything ? [Role.everything] : resources }
    }

    struct Create: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a role.")

        @Argument(help: "Name of the role.")
        var name: String
        @OptionGroup var rights: Rights
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let created = try await core.administration(as: .localOperator).createRole(name, resources: rights.all)
            try shell.print(
                form.json ? Listing.json(created, Column.role) : "created role \(VisibleText.of(created.name)) (id \(created.id))")
        }
    }

    struct Set: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Replaces the resources of a role; the tokens of its administrators end.")

        @Argument(help: "Name of the role.")
        var name: String
        @OptionGroup var rights: Rights
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).setRole(name, resources: rights.all)
            try shell.print("role \(VisibleText.of(name)) now allows \(rights.all.joined(separator: ", "))")
        }
    }

    struct Assign: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: "Gives an administrator a role instead of the present one; the administrator's tokens end.")

        @Argument(help: "Name of the role.")
        var name: String
        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).assignRole(name, to: username)
            try shell.print("administrator \(VisibleText.of(username)) has role \(VisibleText.of(name))")
        }
    }

    struct Unassign: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "unassign", abstract: "Takes an administrator's role away, and with it the right to sign in; tokens end.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).assignRole(nil, to: username)
            try shell.print("administrator \(VisibleText.of(username)) has no role")
        }
    }

    struct List: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists roles with their resources.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await Listing.print(core.administration(as: .localOperator).roles(), Column.role, asJSON: form.json, in: shell)
        }
    }

    struct Delete: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes a role that nobody has; \(Role.administrators) stays.")

        @Argument(help: "Name of the role.")
        var name: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).deleteRole(name)
            try shell.print("deleted role \(VisibleText.of(name))")
        }
    }
}

extension ACL.Node {
    /// The tree for help: one resource on each line, children further in.
    fileprivate var outline: String { lines(indent: "  ").joined(separator: "\n") }

    private func lines(indent: String) -> [String] {
        ["\(indent)\(id)"] + children.flatMap { $0.lines(indent: indent + "  ") }
    }
}
