import Foundation
import ServiceModel
import Testing
import TokenCore

@testable import TokenGateway

/// Commands on a real database, as an operator runs them.
@Suite struct CommandTests {
    private let session: Session
    private let password = FakeInput.piped("Passw0rd!\n")

    init() throws {
        session = try Session()
    }

    private func objects(_ text: String) throws -> [[String: any Sendable]] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: any Sendable]])
    }

    @Test func administratorsAreManaged() async throws {
        let arguments = ["admin", "create", "Alice", "--email", "a@b.example", "--password-stdin", "--json"]
        let created = await session.run(arguments, input: password)
        #expect(created.status == 0)
        #expect(created.out.contains(#""role":"Administrators","username":"Alice""#))
        #expect(!created.out.contains("argon2"))
        let again = await session.run("admin", "create", "alice", "--email", "a@b.example", "--password-stdin", input: password)
        #expect(again == .init(status: 1, out: "", err: "token-gateway: alice exists already\n"))
        #expect(await session.run("admin", "disable", "ALICE").status == 0)
        let listed = try await objects(session.run("admin", "list", "--json").out)
        #expect(listed.count == 1 && listed.first?["is_active"] as? Bool == false && listed.first?["email"] as? String == "a@b.example")
        #expect(await session.run("admin", "enable", "alice").status == 0)
        #expect(await session.run("admin", "unlock", "alice").status == 0)
        #expect(await session.run("admin", "password", "alice", "--password-stdin", input: FakeInput.piped("short")).status == 1)
        #expect(await session.run("admin", "password", "alice", "--password-stdin", input: password).status == 0)
        #expect(await session.run("admin", "delete", "alice").status == 0)
        #expect(await session.run("admin", "delete", "alice").err == "token-gateway: there is no admin alice\n")
    }

    @Test func refusalsAreOneLine() async throws {
        let short = await session.run(
            "admin", "create", "bob", "--email", "b@b.example", "--password-stdin", input: FakeInput.piped("short\n"))
        #expect(short == .init(status: 1, out: "", err: "token-gateway: A password has at least 8 characters.\n"))
        let nobody = await session.run("admin", "create", "bob", "--email", "b@b.example")
        #expect(nobody.status == 1)
        let role = await session.run("role", "create", "R", "--resource", "Nope::nope")
        #expect(role.err == "token-gateway: there is no resource Nope::nope; see token-gateway help role\n")
        let folder = await session.run("admin", "list", "--database", "/nowhere/x.sqlite")
        #expect(folder.status == 1 && folder.err.hasPrefix("token-gateway: the database cannot be used now: "))
        #expect(folder.err.count(where: \.isNewline) == 1)
    }

    @Test func groupsNameTheirCommands() async {
        let outcome = await session.run("store")
        #expect(outcome.status == 64 && outcome.out.isEmpty)
        #expect(outcome.err == "token-gateway: store needs one of: create, list. See token-gateway help store\n")
    }

    @Test func rolesAreManaged() async throws {
        #expect(await session.run("role", "create", "Readers", "--resource", "Magento_Customer::customer").status == 0)
        #expect(
            await session.run("role", "list", "--json").out == """
                [
                  {"id":1,"name":"Administrators","resources":["Magento_Backend::all"]},
                  {"id":2,"name":"Readers","resources":["Magento_Customer::customer"]}
                ]

                """)
        await session.run("admin", "create", "bob", "--email", "b@b.example", "--role", "Readers", "--password-stdin", input: password)
        #expect(await session.run("role", "delete", "Readers").status == 1)
        #expect(await session.run("role", "unassign", "bob").status == 0)
        #expect(try await objects(session.run("admin", "list", "--json").out).first?["role"] is NSNull)
        #expect(await session.run("role", "assign", "Administrators", "bob").status == 0)
        #expect(await session.run("role", "set", "Readers", "--all").status == 0)
        #expect(await session.run("role", "delete", "Readers").status == 0)
    }

    /// A listing of several pages contains every customer exactly once.
    @Test func customersArePaged() async throws {
        let core = try session.core()
        let count = CustomerCommand.List.page + 3
        try await core.database.write { store in
            for index in 0..<count {
                let now = Timestamp(milliseconds: 0)
                _ = try store.insert(
                    CustomerAccount(
                        websiteID: 1, storeID: 1, email: "c\(index)@b.example", passwordHash: nil, createdAt: now, updatedAt: now,
                        createdIn: "Default Store View", firstName: "C", lastName: "D"))
            }
        }
        let listed = try await objects(session.run("customer", "list", "--json").out)
        #expect(Set(listed.compactMap { $0["email"] as? String }).count == count)
        let table = await session.run("customer", "list").out
        #expect(table.split(separator: "\n").count == count + 1)
    }

    @Test func customersAreManaged() async throws {
        let arguments = ["customer", "create", "jane@b.example", "--first-name", "Jane", "--password-stdin"]
        let created = await session.run(arguments, input: password)
        #expect(created.out == "created customer jane@b.example (id 1)\n")
        for action in ["disable", "enable", "unlock", "delete"] {
            #expect(await session.run("customer", action, "JANE@b.example").status == 0)
        }
        #expect(await session.run("customer", "list", "--json").out == "[]\n")
        let mails = try await objects(session.run("mail", "list", "--json").out)
        #expect(mails.map { $0["kind"] as? String } == ["welcome"] && mails.first?["recipient"] as? String == "jane@b.example")
        let store = await session.run("customer", "create", "jane@b.example", "--store", "x", "--password-stdin", input: password)
        #expect(store.err == "token-gateway: there is no store x; see token-gateway store list\n")
    }

    @Test func tokensAreListedAndRevoked() async throws {
        await session.run("customer", "create", "jane@b.example", "--password-stdin", input: password)
        let core = try session.core()
        let scope = StoreScope(storeID: 1, code: "default", websiteID: 1, isAdmin: false, sharesCustomers: false)
        let context = CallContext(caller: .guest, store: scope, origin: Origin(address: "192.0.2.1", requestID: "r"))
        let token = try await core.signIn.customer(username: "jane@b.example", password: Secret("Passw0rd!"), context)
        _ = try await core.signIn.customer(username: "jane@b.example", password: Secret("Passw0rd!"), context)
        let printed = await session.run("token", "list", "--customer", "jane@b.example", "--json").out
        let listed = try objects(printed)
        #expect(listed.count == 2 && listed.allSatisfy { $0["owner"] as? String == "jane@b.example" })
        #expect(listed.allSatisfy { $0["kind"] as? String == "customer" && $0["address"] as? String == "192.0.2.1" })
        #expect(!printed.contains(token.revealed) && !printed.contains(TokenFormat.digest(token)))
        let accessor = try #require(listed.first?["accessor"] as? String)
        #expect(await session.run("token", "revoke", "--accessor", accessor).out == "revoked 1 token\n")
        #expect(await session.run("token", "revoke", "--accessor", accessor).status == 1)
        #expect(await session.run("token", "revoke", "--customer", "jane@b.example").out == "revoked 1 token\n")
        #expect(await session.run("token", "revoke", "--customer", "jane@b.example").out == "revoked 0 tokens\n")
        #expect(await session.run("token", "list").out.split(separator: "\n").count == 1)
        #expect(await session.run("token", "purge").out == "deleted 2 ended tokens\n")
    }

    @Test func settingsAreListedAndChanged() async throws {
        let path = "oauth/authentication_lock/timeout"
        #expect(await session.run("config", "get", path).out == "1800\n")
        let refused = await session.run("config", "set", path, "-1")
        #expect(refused == .init(status: 1, out: "", err: "token-gateway: \(path) takes 1 to 86400 seconds\n"))
        #expect(await session.run("config", "set", path, "60").status == 0)
        #expect(await session.run("config", "get", path).out == "60\n")
        let listed = try await objects(session.run("config", "list", "--json").out)
        #expect(listed.count == SettingCatalog.standard.all.count)
        let found = listed.first { $0["path"] as? String == path }
        #expect(found?["value"] as? String == "60" && found?["default"] as? String == "1800" && found?["is_set"] as? Bool == true)
        #expect(await session.run("config", "unset", path).out == "\(path) is 1800 again, its default\n")
        #expect(await session.run("config", "set", "oauth/access_token_lifetime/admin", "").status == 0)
        #expect(await session.run("config", "get", "oauth/access_token_lifetime/admin").out == "\n")
        for arguments in [["get", "x"], ["set", "x", "1"], ["unset", "x"]] {
            #expect(await Program.run(["config"] + arguments, in: session.shell()) == 1)
        }
    }

    @Test func helpExplainsEverySettingOfTheShop() async {
        let help = await session.run("help", "config", "list").out.filter { !$0.isWhitespace }
        for setting in SettingCatalog.standard.all {
            #expect(help.contains("\(setting.path): \(setting.help)".filter { !$0.isWhitespace }), "\(setting.path)")
        }
    }

    @Test func storesAreCreatedAndListed() async throws {
        let created = await session.run("store", "create", "outlet", "--website", "outlet", "--json").out
        #expect(created.contains(#""code":"outlet""#) && created.contains(#""website":"outlet""#))
        #expect(await session.run("store", "create", "Outlet").status == 1)
        #expect(try await objects(session.run("store", "list", "--json").out).count == 2)
    }

    @Test func theConfigurationFileNamesTheDatabase() async throws {
        let other = session.folder.path + "/other.sqlite"
        let file = try session.folder.file("c.yaml", "database: \(other)\n")
        #expect(await session.run("store", "list", "--config", file, environment: ["TOKEN_GATEWAY_DATABASE": ""]).status == 0)
        #expect(FileManager.default.fileExists(atPath: other))
        let wrong = try session.folder.file("w.yaml", "database: a\nprot: 1\n")
        let outcome = await session.run("store", "list", "--config", wrong)
        #expect(outcome == .init(status: 1, out: "", err: "token-gateway: \(wrong):2: there is no setting \"prot\"\n"))
    }
}
