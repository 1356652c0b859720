import Foundation
import ServiceModel
import Testing
import TokenCore

@testable import TokenGateway

/// Commands for integrations, their tokens and the keys.
@Suite struct IntegrationCommandTests {
    private let session: Session

    init() throws { session = try Session() }

    private var keyFile: String { session.database + ".key" }

    private func object(_ text: String) throws -> [String: String] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func activationPrintsTheFourCredentialsOnce() async throws {
        #expect(await session.run("integration", "create", "shop", "--all").out == "created integration shop (id 1)\n")
        let printed = try object(await session.run("integration", "activate", "shop", "--json").out)
        #expect(printed.keys.sorted() == ["access_token", "access_token_secret", "consumer_key", "consumer_secret"])
        for value in printed.values { #expect(value.wholeMatch(of: /[0-9a-z]{32}/) != nil) }
        let again = await session.run("integration", "activate", "shop")
        #expect(again.status == 1 && again.err == "token-gateway: the integration shop is active; reauthorize makes new credentials\n")
        let listed = await session.run("integration", "list", "--json").out
        #expect(listed.contains(#""status":"active""#))
        for value in printed.values { #expect(!listed.contains(value)) }
        let next = try object(await session.run("integration", "reauthorize", "shop", "--json").out)
        #expect(next["consumer_key"] == printed["consumer_key"] && next["access_token"] != printed["access_token"])
        #expect(await session.run("integration", "deactivate", "shop").status == 0)
        #expect(await session.run("integration", "delete", "shop").status == 0)
        #expect(
            await session.run("integration", "delete", "shop").err
                == "token-gateway: there is no integration shop; see token-gateway integration list\n")
    }

    @Test func setChangesOnlyGivenValues() async throws {
        await session.run("integration", "create", "shop", "--all", "--email", "a@b.example")
        #expect(await session.run("integration", "set", "shop").status == 64)
        #expect(await session.run("integration", "create", "other").status == 64)
        #expect(await session.run("integration", "set", "shop", "--resource", "Magento_Customer::customer").status == 0)
        #expect(await session.run("integration", "set", "shop", "--endpoint", "http://shop.example/").status == 1)
        let changed = await session.run("integration", "set", "shop", "--endpoint", "https://shop.example/", "--json").out
        #expect(changed.contains(#""email":"a@b.example""#) && changed.contains(#""resources":["Magento_Customer::customer"]"#))
        #expect(await session.run("integration", "set", "shop", "--endpoint", "", "--json").out.contains(#""endpoint":null"#))
    }

    @Test func anUnreachableEndpointLeavesTheIntegrationInactive() async throws {
        // No process listens on port 1.
        await session.run("integration", "create", "erp", "--all", "--endpoint", "http://127.0.0.1:1/")
        let refused = await session.run("integration", "activate", "erp")
        #expect(refused.status == 1 && refused.err.hasPrefix("token-gateway: the endpoint http://127.0.0.1:1/ did not take the exchange"))
        #expect(await session.run("integration", "list", "--json").out.contains(#""status":"inactive""#))
    }

    @Test func tokensOfIntegrationsAreListedAndRevoked() async throws {
        await session.run("integration", "create", "shop", "--all")
        let printed = try object(await session.run("integration", "activate", "shop", "--json").out)
        let listed = await session.run("token", "list", "--integration", "shop", "--json").out
        #expect(listed.contains(#""kind":"integration""#) && listed.contains(#""owner":"shop""#))
        #expect(!listed.contains(try #require(printed["access_token"])))
        #expect(await session.run("token", "list", "--integration", "shop", "--admin", "x").status == 64)
        #expect(await session.run("token", "revoke", "--integration", "shop").out == "revoked 1 token\n")
        #expect(await session.run("token", "revoke", "--integration", "shop").out == "revoked 0 tokens\n")
        #expect(await session.run("token", "list", "--integration", "shop", "--json").out == "[]\n")
    }

    @Test func theKeyFileIsCreatedOnFirstUseForItsOwnerOnly() async throws {
        #expect(await session.run("admin", "list").status == 0)
        #expect(!FileManager.default.fileExists(atPath: keyFile))
        await session.run("integration", "create", "shop", "--all")
        #expect(try mode(keyFile) == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: keyFile)
        let open = await session.run("integration", "activate", "shop")
        #expect(open.status == 1 && open.err.contains("is open to others"))
        #expect(await session.run("check").status == 1)
        #expect(await session.run("serve", "--port", "0").status == 1)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: keyFile)
        #expect(await session.run("integration", "activate", "shop").status == 0)
    }

    @Test func theKeyFileCanBeCreatedInsideATransaction() async throws {
        let core = try session.core()
        let sealed = try await core.database.write { _ in try core.secrets.seal(Secret("x"), for: "test") }
        #expect(try core.secrets.open(sealed, for: "test").revealed == "x")
        #expect(try mode(keyFile) == 0o600)
    }

    @Test func aLostKeyFileIsNotReplaced() async throws {
        await session.run("integration", "create", "shop", "--all")
        try FileManager.default.removeItem(atPath: keyFile)
        for command in [["integration", "activate", "shop"], ["integration", "create", "other", "--all"], ["serve", "--port", "0"]] {
            let refused = await session.run(command)
            #expect(refused.status == 1 && refused.err.contains("is missing"), "\(command)")
        }
        #expect(!FileManager.default.fileExists(atPath: keyFile))
    }

    @Test func rotationAddsAKeyAndSealsAllSecretsWithIt() async throws {
        await session.run("integration", "create", "shop", "--all")
        await session.run("integration", "activate", "shop")
        let before = try #require(try KeyFile(path: keyFile).read())
        #expect(await session.run("key", "rotate").out == "sealed 2 secrets with the last key of \(keyFile)\n")
        let after = try #require(try KeyFile(path: keyFile).read())
        #expect(after.map(\.id).first == before.first?.id && after.count == 2)
        #expect(try mode(keyFile) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: session.folder.path).allSatisfy { !$0.contains(".key.") })
        // The new key alone opens all secrets of the database.
        try FileManager.default.removeItem(atPath: keyFile)
        let environment = ["TOKEN_GATEWAY_KEY": try #require(after.last).base64.revealed]
        #expect(await session.run(["integration", "reauthorize", "shop"], environment: environment).status == 0)
    }

    @Test func aKeyInTheEnvironmentHasPrecedence() async throws {
        let key = SealingKey().base64.revealed
        let environment = ["TOKEN_GATEWAY_KEY": key]
        #expect(await session.run(["integration", "create", "shop", "--all"], environment: environment).status == 0)
        #expect(!FileManager.default.fileExists(atPath: keyFile))
        #expect(await session.run(["integration", "activate", "shop"], environment: ["TOKEN_GATEWAY_KEY": "short"]).status == 1)
        let other = ["TOKEN_GATEWAY_KEY": SealingKey().base64.revealed]
        let refused = await session.run(["integration", "activate", "shop"], environment: other)
        #expect(refused.status == 1 && refused.err.contains("which is not there"))
        let both = ["TOKEN_GATEWAY_KEY": key + "," + SealingKey().base64.revealed]
        #expect(await session.run(["key", "rotate"], environment: both).status == 0)
        #expect(await session.run(["integration", "activate", "shop"], environment: both).status == 0)
        #expect(!(await session.run(["check"], environment: environment)).out.contains(key))
    }

    @Test func aDamagedKeyFileIsRefusedWithItsLine() async throws {
        _ = try session.folder.file("keys", "# mine\nnonsense\n")
        let path = session.folder.path + "/keys"
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let refused = await session.run("integration", "create", "shop", "--all", "--key-file", path)
        #expect(refused.status == 1 && refused.err.contains("line 2 is no base64 of 32 bytes"))
        #expect(await session.run("integration", "list", "--json").out == "[]\n")
    }
}
