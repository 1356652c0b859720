import Foundation
import ServiceModel
import Testing
import TokenCore

@testable import TokenGateway

/// `check` refuses what `serve` refuses, for the same reason.
@Suite struct StartReviewTests {
    private let session: Session

    init() throws { session = try Session() }

    private func chmod(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// The errors of both commands with the same arguments; `serve` must not listen.
    private func refusals(_ arguments: [String] = [], environment: [String: String] = [:]) async -> (serve: String, check: String) {
        let serve = await session.run(["serve", "--port", "0"] + arguments, environment: environment)
        #expect(serve.status == 1 && serve.out.isEmpty && serve.err.count(where: \.isNewline) == 1)
        let check = await session.run(["check", "--port", "0"] + arguments, environment: environment)
        #expect(check.status == 1)
        return (serve.err, check.out)
    }

    @Test func aMissingKeyFileIsRefusedWhenSecretsAreSealed() async throws {
        await session.run("integration", "create", "shop", "--all")
        try FileManager.default.removeItem(atPath: session.database + ".key")
        let refusals = await self.refusals()
        #expect(refusals.serve.contains("is missing, and the database has secrets that only its keys open"))
        #expect(refusals.check.contains("wrong: the key file \(session.database).key is missing"))
        #expect(!refusals.check.contains("will be created"))
        #expect(!FileManager.default.fileExists(atPath: session.database + ".key"))
    }

    @Test func aMissingKeyFileIsRefusedWhenASettingIsSealed() async throws {
        let secret = FakeInput.piped(String(repeating: "k", count: 40) + "\n")
        #expect(await session.run("config", "set", "twofactorauth/duo/secret_key", "--stdin", input: secret).status == 0)
        try FileManager.default.removeItem(atPath: session.database + ".key")
        #expect(await refusals().check.contains("is missing"))
    }

    @Test func keysThatDoNotOpenTheSecretsAreRefused() async throws {
        await session.run("integration", "create", "shop", "--all")
        let refusals = await self.refusals(environment: ["TOKEN_GATEWAY_KEY": SealingKey().base64.revealed])
        #expect(refusals.serve.contains("which is not there") && refusals.check.contains("which is not there"))
        let broken = await self.refusals(environment: ["TOKEN_GATEWAY_KEY": "short"])
        #expect(broken.serve.contains("TOKEN_GATEWAY_KEY takes base64") && broken.check.contains("TOKEN_GATEWAY_KEY takes base64"))
    }

    @Test func unknownVariablesAreRefused() async {
        let refusals = await self.refusals(environment: ["TOKEN_GATEWAY_PROT": "8080"])
        let sentence = "TOKEN_GATEWAY_PROT: there is no setting with this name; see token-gateway help serve\n"
        #expect(refusals.serve == "token-gateway: " + sentence && refusals.check == "wrong: " + sentence)
        #expect(await session.run(["check"], environment: ["TOKEN_GATEWAY_PROT": "", "TOKEN_GATEWAYS": "1"]).status == 0)
        #expect(await session.run(["admin", "list"], environment: ["TOKEN_GATEWAY_DATABSE": "x"]).status == 1)
    }

    @Test func everyInvalidFileIsReported() async throws {
        let messages = try session.folder.file("m.csv", "nope,b\n")
        let certificate = try session.folder.file("c.pem", "x")
        let file = try session.folder.file(
            "c.yaml", "messages: \(messages)\nmail-templates: /nowhere/t\ntls-certificate: \(certificate)\ntls-key: \(certificate)\n")
        let refusals = await self.refusals(["--config", file])
        #expect(refusals.serve.contains("\(messages):1: there is no message nope (and 2 more: see token-gateway check)"))
        for part in [messages, "/nowhere/t", certificate] { #expect(refusals.check.contains("wrong: \(part)")) }
    }

    @Test func twoListenersOnOnePortAreRefused() async {
        for arguments in [["--metrics-port", "8080"], ["--port", "9100", "--metrics-port", "9100", "--metrics-host", "::1"]] {
            for command in ["serve", "check"] {
                let outcome = await session.run([command] + arguments)
                #expect(outcome.status == 1)
                #expect((outcome.err + outcome.out).contains("--metrics-port: metrics-port must differ from port"))
            }
        }
    }

    /// The contract's world of forced factors starts without a link, so only `check` refuses it.
    @Test func factorsForcedWithALinkThatLeadsNowhere() async throws {
        let forced = "twofactorauth/general/force_providers"
        #expect(await session.run("config", "set", forced, "google").status == 0)
        let outcome = await session.run("check")
        #expect(outcome.status == 1 && outcome.out.contains("wrong: \(forced) forces a second factor, but the mailed link"))
        await session.run("config", "set", "twofactorauth/general/webapi_notification_url", "https://shop.example/setup?t=:tfat")
        #expect(await session.run("check").status == 0)
        #expect(await session.run("config", "set", forced, "authy,duo_security").status == 0)
        #expect(await session.run("check").out.contains("wrong: \(forced) forces authy, duo_security, which cannot be used yet"))
        #expect(await session.run("config", "set", forced, "authy,u2fkey").status == 0)
        #expect(await session.run("check").status == 0)
    }

    @Test func readableFilesAreNoted() async throws {
        await session.run("integration", "create", "shop", "--all")
        let outbox = session.folder.path + "/outbox"
        try FileManager.default.createDirectory(atPath: outbox, withIntermediateDirectories: true)
        try chmod(0o700, outbox)
        #expect(await !session.run("check").out.contains("note: "))
        try chmod(0o750, outbox)
        try chmod(0o604, session.database)
        try chmod(0o640, session.database + ".key")
        let outcome = await session.run("check")
        #expect(outcome.status == 0)
        let notes = outcome.out.split(separator: "\n").filter { $0.hasPrefix("note: ") }.map(String.init)
        let files = [(session.database, "604", "600"), (session.database + ".key", "640", "600"), (outbox, "750", "700")]
        let expected = files.map { path, mode, better in
            "note: others than its owner have access to \(path) (mode \(mode)); chmod \(better) would change that"
        }
        #expect(notes == expected)
    }

    @Test func aReadablePasswordFileIsNoted() async throws {
        let password = try session.folder.file("password", "x\n")
        let arguments = ["--smtp-host", "m.example", "--mail-from", "a@b.example", "--smtp-user", "u", "--smtp-password-file", password]
        #expect(await session.run(["check"] + arguments).out.contains("note: others than its owner have access to \(password) (mode 644)"))
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "gateway.example", "demo.localhost"])
    func demoAccountsNeedALoopbackHost(host: String) async {
        let outcome = await session.run("serve", "--demo", "--port", "0", "--host", host)
        #expect(outcome.status == 1 && outcome.out.isEmpty)
        #expect(outcome.err.contains("its host must be 127.0.0.1 or ::1, not \(host)"))
        #expect(!FileManager.default.fileExists(atPath: session.database))
    }

    @Test(arguments: ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
    func loopbackHostsAreAccepted(host: String) {
        #expect(throws: Never.self) { try DemoAccounts.check(host: host) }
    }
}
