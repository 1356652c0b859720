import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct RoleCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Roles: the rights of administrators.",
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
        var resourceList: Wire { .list(all.map { .text($0) }) }
    }

    struct Create: ObjectCommand {
        static let operation = RoleService.create
        static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a role.")

        @Argument(help: "Name of the role.")
        var name: String
        @OptionGroup var rights: Rights
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["name": .text(name), "resources": rights.resourceList] }

        func sentence(_ result: Wire) -> String { "created role \(result.shown("name")) (id \(result.shown("id")))" }
    }

    struct Set: OperationCommand {
        static let operation = RoleService.setResources
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Replaces the resources of a role; the tokens of its administrators end.")

        @Argument(help: "Name of the role.")
        var name: String
        @OptionGroup var rights: Rights
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["name": .text(name), "resources": rights.resourceList] }

        func sentence(_ result: Wire) -> String { "role \(VisibleText.of(name)) now allows \(rights.all.joined(separator: ", "))" }
    }

    struct Assign: OperationCommand {
        static let operation = RoleService.assign
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: "Assigns an administrator another role; the administrator's tokens end.")

        @Argument(help: "Name of the role.")
        var name: String
        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["username": .text(username), "role": .text(name)] }

        func sentence(_ result: Wire) -> String { "administrator \(VisibleText.of(username)) has role \(VisibleText.of(name))" }
    }

    struct Unassign: OperationCommand {
        static let operation = RoleService.assign
        static let configuration = CommandConfiguration(
            commandName: "unassign", abstract: "Removes an administrator's role, and with it the right to sign in; tokens end.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["username": .text(username)] }

        func sentence(_ result: Wire) -> String { "administrator \(VisibleText.of(username)) has no role" }
    }

    struct List: ListCommand {
        static let operation = RoleService.getList
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists roles with their resources.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions
    }

    struct Delete: OperationCommand {
        static let operation = RoleService.delete
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes a role that no administrator has; \(Role.administrators) stays.")

        @Argument(help: "Name of the role.")
        var name: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["name": .text(name)] }

        func sentence(_ result: Wire) -> String { "deleted role \(VisibleText.of(name))" }
    }
}

extension ACL.Node {
    /// The tree for help: one resource per line, children indented.
    fileprivate var outline: String { lines(indent: "  ").joined(separator: "\n") }

    private func lines(indent: String) -> [String] {
        ["\(indent)\(id)"] + children.flatMap { $0.lines(indent: indent + "  ") }
    }
}
