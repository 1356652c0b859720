import ArgumentParser
import ServiceModel
import Testing
import TokenCore

@testable import TokenGateway

/// Commands pass the parameters that their operation declares: a name that it does not know would be dropped silently.
struct OperationCommandTests {
    @Test(arguments: [
        ["admin", "create", "alice", "--email", "a@b.c", "--role", "R", "--password-stdin"], ["admin", "list"], ["admin", "disable", "a"],
        ["admin", "enable", "a"], ["admin", "unlock", "a"], ["admin", "delete", "a"], ["admin", "password", "a", "--password-stdin"],
        ["role", "create", "R", "--all"], ["role", "set", "R", "--resource", "r"], ["role", "assign", "R", "a"], ["role", "unassign", "a"],
        ["role", "list"], ["role", "delete", "R"],
        ["customer", "create", "a@b.c", "--store", "s", "--password-stdin"], ["customer", "list"], ["customer", "disable", "a"],
        ["customer", "enable", "a"], ["customer", "unlock", "a"], ["customer", "delete", "a"],
        ["customer", "password", "a", "--password-stdin"],
        ["integration", "create", "i", "--all", "--email", "a@b.c", "--endpoint", "e", "--identity-link", "l"],
        ["integration", "set", "i", "--resource", "r"], ["integration", "list"], ["integration", "deactivate", "i"],
        ["integration", "delete", "i"],
        ["token", "list", "--admin", "a"], ["token", "revoke", "--accessor", "x"], ["token", "purge"],
        ["config", "list"], ["config", "get", "p"], ["config", "unset", "p"],
        ["config", "set", "oauth/authentication_lock/timeout", "60"],
        ["store", "create", "s", "--website", "w"], ["store", "list"],
        ["tfa", "google", "set-secret", "a", "--secret-stdin"], ["tfa", "reset", "a", "google"], ["tfa", "providers"],
        ["mail", "list"], ["mail", "retry"],
    ])
    func parametersAreDeclared(arguments: [String]) async throws {
        let session = try Session()
        let command = try #require(try Program.parse(arguments) as? any AdministrationCommand)
        let input = type(of: command).operation.description.input
        let sent = WireObject(try command.parameters(in: session.shell(input: FakeInput.piped("Passw0rd!")))).members.map(\.name)
        for name in sent {
            #expect(input.member(named: name) != nil, "\(arguments) \(name)")
        }
        for member in input.members where member.isRequired { #expect(sent.contains(member.name), "\(arguments) \(member.name)") }
    }
}
