import ArgumentParser
import Testing

@testable import TokenGateway

@Suite struct ParsingTests {
    /// Every command with the fewest and with all arguments.
    @Test(arguments: [
        ["serve"], ["serve", "--demo", "--port", "0", "--host", "::1", "--base-url", "https://g.example", "--config", "c.yaml"],
        ["serve", "--drain", "0", "--hash-memory", "8", "--hash-passes", "1", "--hash-concurrency", "1", "--hash-waiting", "0"],
        ["serve", "--log-level", "trace", "--log-format", "json", "--messages", "m.csv", "--allowed-hosts", "a,b", "--busy-timeout", "1"],
        ["check"], ["check", "--config", "c.yaml", "--database", "x"],
        ["admin", "create", "alice", "--email", "a@b.c", "--password-stdin"],
        ["admin", "create", "alice", "--email", "a@b.c", "--first-name", "A", "--last-name", "B", "--role", "R", "--json"],
        ["admin", "list"], ["admin", "list", "--json", "--database", "x", "--config", "y"],
        ["admin", "disable", "alice"], ["admin", "enable", "alice"], ["admin", "unlock", "alice"], ["admin", "delete", "alice"],
        ["admin", "password", "alice", "--password-stdin"],
        ["role", "create", "R", "--all"], ["role", "create", "R", "--resource", "a", "--resource", "b", "--json"],
        ["role", "set", "R", "--all"], ["role", "assign", "R", "alice"], ["role", "unassign", "alice"], ["role", "list", "--json"],
        ["role", "delete", "R"],
        ["customer", "create", "a@b.c", "--password-stdin"],
        ["customer", "create", "a@b.c", "--first-name", "A", "--last-name", "B", "--store", "default", "--json"],
        ["customer", "list", "--json"], ["customer", "disable", "a@b.c"], ["customer", "enable", "a@b.c"],
        ["customer", "unlock", "a@b.c"], ["customer", "delete", "a@b.c"], ["customer", "password", "a@b.c", "--password-stdin"],
        ["token", "list"], ["token", "list", "--admin", "a", "--json"], ["token", "list", "--customer", "a@b.c"],
        ["token", "revoke", "--admin", "a"], ["token", "revoke", "--customer", "a@b.c"], ["token", "revoke", "--accessor", "x"],
        ["token", "purge"],
        ["config", "list", "--json"], ["config", "get", "a/b"], ["config", "set", "a/b", "c"], ["config", "unset", "a/b"],
        ["store", "create", "b"], ["store", "create", "b", "--website", "w", "--json"], ["store", "list", "--json"],
        ["wsdl"], ["wsdl", "--services", "aV1,bV1", "--soap", "1.2", "--base-url", "https://g.example", "--write", "d"],
        ["wsdl", "--database", "x"], ["openapi"], ["openapi", "--write", "f", "--base-url", "https://g.example"],
    ])
    func commandsAreParsed(arguments: [String]) throws {
        #expect(try Program.parse(arguments) != nil)
    }

    @Test(arguments: [
        ["frob"], ["admin"], ["admin", "frob"], ["admin", "create"], ["admin", "create", "alice"],
        ["admin", "create", "alice", "--email", "a@b.c", "--password", "secret"],
        ["admin", "create", "alice", "secret", "--email", "a@b.c"],
        ["admin", "disable"], ["admin", "list", "alice"], ["role", "create", "R"], ["role", "create", "R", "--all", "--resource", "a"],
        ["role", "set", "R"], ["role", "assign", "R"], ["token", "revoke"], ["token", "revoke", "--admin", "a", "--customer", "b"],
        ["token", "revoke", "--admin", "a", "--accessor", "b"], ["token", "list", "--admin", "a", "--customer", "b"],
        ["config", "get"], ["config", "set", "a"], ["config", "set", "a", "b", "c"], ["config", "set", "a", "b", "--frob"],
        ["config", "unset"], ["store", "create"], ["wsdl", "--soap", "1.3"], ["serve", "--port", "65536"], ["serve", "--port", "x"],
        ["serve", "--base-url", "g.example"], ["serve", "--log-level", "loud"], ["serve", "x"], ["check", "--database"],
        ["admin", "list", "--port", "1"],
    ])
    func wrongUsageIs64(arguments: [String]) async throws {
        let session = try Session()
        let status = await Program.run(arguments, in: session.shell())
        #expect(status == 64)
    }

    @Test(arguments: [[], ["--help"], ["help"], ["help", "admin"], ["admin", "--help"], ["config", "set", "-h"], ["--version"]])
    func helpSucceeds(arguments: [String]) async throws {
        let session = try Session()
        #expect(await Program.run(arguments, in: session.shell()) == 0)
    }

    /// The value of `config set` is the argument after the path.
    @Test(arguments: [
        (["config", "set", "a/b", "-1"], "-1"), (["config", "set", "a/b", "--json"], "--json"), (["config", "set", "a/b", ""], ""),
        (["config", "set", "--database", "x", "a/b", "-h1"], "-h1"), (["config", "set", "a/b", "--database=x", "-1"], "-1"),
        (["config", "set", "a/b", "-1", "--database", "x"], "-1"), (["config", "set", "--database", "x", "--", "a/b", "-1"], "-1"),
        (["config", "set", "a/b", "--database", "x", "y"], "y"), (["config", "set", "a/b", "-"], "-"),
    ])
    func valuesOfConfigSet(arguments: [String], value: String) throws {
        let command = try #require(try Program.parse(arguments) as? ConfigCommand.Set)
        #expect(command.path == "a/b")
        #expect(command.value == value)
        #expect(command.place.settings.flags.first?.text == (arguments.contains { $0.contains("database") } ? "x" : nil))
    }

    @Test func otherCommandsAreNotRewritten() {
        let arguments = ["config", "get", "-1", "--database", "x"]
        #expect(ConfigSetArguments.escapingNegativeValues(arguments) == arguments)
    }
}
