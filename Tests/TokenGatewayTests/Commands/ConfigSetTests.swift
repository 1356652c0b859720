import ArgumentParser
import Synchronization
import Testing
import TokenCore

@testable import TokenGateway

/// `config set`: values of any form, and secrets that do not stand in the arguments.
@Suite struct ConfigSetTests {
    private let session: Session
    private let path = "customer/password/reset_link_url"
    private let secretPath = "twofactorauth/duo/secret_key"
    private let secret = String(repeating: "S", count: 40)

    init() throws { session = try Session() }

    @Test(arguments: [
        ("https://a/:token/:email\n", "https://a/:token/:email"), ("https://a/:token/:email", "https://a/:token/:email"), ("\n", ""),
        ("", ""),
        ("-:token:email\r\n", "-:token:email"),
    ])
    func oneLineOfStandardInput(text: String, value: String) async {
        #expect(await session.run("config", "set", path, "--stdin", input: FakeInput.piped(text)).status == 0)
        #expect(await session.run("config", "get", path).out == value + "\n")
    }

    @Test func moreThanOneLineIsRefused() async {
        let outcome = await session.run("config", "set", path, "--stdin", input: FakeInput.piped(":token\n:email\n"))
        #expect(outcome == .init(status: 1, out: "", err: "token-gateway: the value on standard input must be one line\n"))
    }

    @Test(arguments: [[], ["--stdin", "x"], ["x", "y"], ["x", "--stdin"]])
    func oneValueFromOnePlace(arguments: [String]) async {
        #expect(await session.run(["config", "set", path] + arguments).status == 64)
    }

    @Test func aSecretIsTakenFromStandardInputAndNeverShown() async {
        let outcome = await session.run("config", "set", secretPath, "--stdin", input: FakeInput.piped(secret + "\n"))
        #expect(outcome == .init(status: 0, out: "\(secretPath) is now ********\n", err: ""))
    }

    @Test func aSecretIsTypedUnseen() async {
        let input = FakeInput(isTerminal: true, piped: nil, typed: [secret])
        #expect(await session.run("config", "set", secretPath, "--stdin", input: input).status == 0)
        #expect(input.asked.prompts.withLock { $0 } == ["Value for \(secretPath): "])
    }

    @Test func aSecretAsAnArgumentIsWarnedOf() async {
        let outcome = await session.run("config", "set", secretPath, secret)
        #expect(outcome.status == 0 && outcome.out == "\(secretPath) is now ********\n")
        #expect(outcome.err == "token-gateway: warning: other users of this machine can see arguments; pass secrets with --stdin\n")
        #expect(await session.run("config", "set", secretPath, "").err.isEmpty)
        #expect(await session.run("config", "set", path, "").err.isEmpty)
    }

    @Test(arguments: [
        ["config", "set", "a/b", "c", "--key-file", "k"], ["config", "set", "--key-file", "k", "a/b", "c"],
        ["config", "set", "a/b", "--key-file=k", "c"],
    ])
    func theKeyFileIsAnOption(arguments: [String]) throws {
        let command = try #require(try Program.parse(arguments) as? ConfigCommand.Set)
        #expect(command.path == "a/b" && command.value == "c" && command.place.settings.flags.first?.text == "k")
    }

    @Test(arguments: [
        ["config", "set", "a/b", "--stdin"], ["config", "set", "--stdin", "a/b"], ["config", "set", "a/b", "--stdin", "--key-file", "k"],
    ])
    func standardInputIsAnOption(arguments: [String]) throws {
        let command = try #require(try Program.parse(arguments) as? ConfigCommand.Set)
        #expect(command.path == "a/b" && command.value == nil && command.stdin)
    }

    @Test func theListOfOptionsIsThatOfTheCommand() throws {
        let help = RootCommand.helpMessage(for: ConfigCommand.Set.self)
        let options = help.matches(of: /--[a-z][a-z-]*/).map { String($0.output) }.filter {
            !["--stdin", "--help", "--version"].contains($0)
        }
        #expect(Set(options) == Set(DatabaseOptions.names))
    }

    @Test(arguments: ["webapi/jwtauth/admin_expiration", "webapi/jwtauth/jwt_alg"])
    func settingsWithoutEffectAreRefusedWithTheReason(path: String) async {
        for arguments in [["set", path, "60"], ["get", path]] {
            let outcome = await session.run(["config"] + arguments)
            #expect(outcome.status == 1 && outcome.err.hasPrefix("token-gateway: \(path) has no effect here: tokens are no JWT"))
        }
        #expect(await !session.run("config", "list").out.contains("jwtauth"))
    }

    /// An earlier version took the path.
    @Test func aStoredSettingWithoutEffectCanBeRemoved() async throws {
        let core = try session.core()
        try await core.database.write { try $0.setSetting("webapi/jwtauth/jwt_alg", "HS256") }
        #expect(await session.run("config", "unset", "webapi/jwtauth/jwt_alg").status == 0)
        #expect(try await core.database.read { try $0.settings() }.isEmpty)
    }
}

/// A name that is not there comes with the command that lists those that are.
@Suite struct UnknownNameTests {
    @Test(arguments: [
        (["role", "set", "Nope", "--all"], "there is no role Nope; see token-gateway role list"),
        (["role", "delete", "Nope"], "there is no role Nope; see token-gateway role list"),
        (["role", "create", "R", "--resource", "Nope::x"], "there is no resource Nope::x; see token-gateway help role"),
        (["integration", "create", "i", "--resource", "Nope::x"], "there is no resource Nope::x; see token-gateway help role"),
        (["config", "get", "a/b"], "there is no setting a/b; see token-gateway config list"),
        (["config", "set", "a/b", "1"], "there is no setting a/b; see token-gateway config list"),
        (["config", "unset", "a/b"], "there is no setting a/b; see token-gateway config list"),
        (["wsdl", "--services", "nopeV1"], "there is no service nopeV1; see token-gateway help wsdl"),
        (["integration", "activate", "i"], "there is no integration i; see token-gateway integration list"),
        (["admin", "unlock", "nobody"], "there is no admin nobody"),
        (["customer", "unlock", "a@b.example"], "there is no customer a@b.example"),
        (
            ["role", "delete", "Administrators"],
            "role Administrators cannot be deleted: new administrators get it where no other role is named"
        ),
    ])
    func sentence(arguments: [String], text: String) async throws {
        let outcome = try await Session().run(arguments)
        #expect(outcome.status == 1 && outcome.out.isEmpty && outcome.err == "token-gateway: \(text)\n")
    }

    @Test func helpOfTheDocumentNamesItsServices() {
        let help = RootCommand.helpMessage(for: WSDLCommand.self)
        #expect(help.contains("integrationAdminTokenServiceV1") && help.contains("customerCustomerRepositoryV1"))
    }

    @Test func helpOfRolesNamesTheResources() {
        let help = RootCommand.helpMessage(for: RoleCommand.self)
        for resource in ["Magento_Customer::customer", "Magento_Integration::config_oauth"] { #expect(help.contains(resource)) }
    }
}
