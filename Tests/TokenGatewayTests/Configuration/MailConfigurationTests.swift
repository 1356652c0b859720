import Foundation
import GatewayMail
import ServiceModel
import Testing

@testable import TokenGateway

@Suite struct MailConfigurationTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func read(_ values: [String: String]) throws -> MailConfiguration {
        let environment = Dictionary(uniqueKeysWithValues: values.map { (ProgramSettings.environmentName($0.key), $0.value) })
        return try GatewayConfiguration(ConfigurationSources(environment: environment), on: HostResources(memory: 4 << 30, cores: 2)).mail
    }

    private func problem(_ values: [String: String]) -> String? {
        do {
            let mail = try read(values)
            _ = try mail.mailer()
            _ = try mail.templates()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func byDefaultMailsGoToAFolderNextToTheDatabase() throws {
        guard case .outbox(let path) = try read(["database": "/var/lib/gateway/g.sqlite"]).transport else {
            Issue.record("no outbox")
            return
        }
        #expect(path == "/var/lib/gateway/outbox")
        guard case .outbox(let chosen) = try read(["mail-outbox": "/tmp/x"]).transport else {
            Issue.record("no outbox")
            return
        }
        #expect(chosen == "/tmp/x")
    }

    @Test func everySettingOfTheMailServerIsRead() throws {
        let password = try folder.file("password", "Passw0rd!\n")
        let mail = try read([
            "smtp-host": "mail.example", "smtp-security": "tls", "smtp-user": "shop", "smtp-password-file": password, "smtp-timeout": "7",
            "mail-from": "The Shop <shop@shop.test>",
        ])
        guard case .smtp(let server, let file) = mail.transport else {
            Issue.record("no server")
            return
        }
        #expect((server.host, server.port, server.security, server.user, server.timeout) == ("mail.example", 465, .tls, "shop", 7))
        #expect(file == password)
        #expect(mail.sender == MailAddress("shop@shop.test", name: "The Shop"))
        #expect(mail.lease > 2 * 7)
        _ = try mail.mailer()
    }

    @Test(arguments: [("tls", 465), ("starttls", 587), ("none", 25)])
    func theDefaultPortFollowsFromSecurity(security: String, port: Int) throws {
        guard case .smtp(let server, _) = try read(["smtp-host": "m", "mail-from": "a@b.test", "smtp-security": security]).transport else {
            Issue.record("no server")
            return
        }
        #expect(server.port == port)
    }

    @Test func contradictionsAreRefused() throws {
        let good = ["smtp-host": "m", "mail-from": "a@b.test"]
        func with(_ more: [String: String]) -> String? { problem(good.merging(more) { $1 }) }
        #expect(with([:]) == nil)
        #expect(problem(["smtp-host": "m"])?.contains("needs mail-from") == true)
        #expect(with(["smtp-user": "u"])?.contains("needs smtp-password-file") == true)
        let password = try folder.file("password", "x")
        #expect(with(["smtp-user": "u", "smtp-password-file": password, "smtp-security": "none"])?.contains("tls or starttls") == true)
        #expect(with(["smtp-user": "u", "smtp-password-file": folder.path + "/none"]) != nil)
        #expect(with(["smtp-user": "u", "smtp-password-file": try folder.file("empty", "\n")])?.contains("one line") == true)
        #expect(with(["smtp-user": "u", "smtp-password-file": try folder.file("two", "a\nb\n")])?.contains("one line") == true)
        #expect(with(["smtp-ca-file": folder.path + "/none"]) != nil)
        #expect(with(["mail-from": "a b"]) != nil)
        #expect(with(["smtp-host": "m:25"]) != nil)
        #expect(with(["smtp-host": "m/x"]) != nil)
    }

    @Test func invalidTemplatesAreRefused() throws {
        #expect(problem(["mail-templates": folder.path]) == nil)
        _ = try folder.file("welcome.txt.mustache", "Hallo {{name}}")
        _ = try folder.file("notes.txt", "{{")
        #expect(problem(["mail-templates": folder.path]) == nil)
        _ = try folder.file("welcome.html.mustache", "{{name")
        #expect(problem(["mail-templates": folder.path])?.contains("\(folder.path)/welcome.html.mustache: ") == true)
        _ = try folder.file("welcome.html.mustache", "ok")
        _ = try folder.file("wellcome.txt.mustache", "ok")
        #expect(problem(["mail-templates": folder.path])?.contains("wellcome") == true)
        #expect(problem(["mail-templates": folder.path + "/none"]) != nil)
    }

    @Test func checkReportsProblemsOfMail() async throws {
        let session = try Session()
        let good = await session.run("check")
        #expect(good.status == 0)
        #expect(good.out.contains("mail-outbox"))
        let bad = await session.run("check", "--mail-templates", "/none/such")
        #expect(bad.status == 1)
        #expect(bad.out.contains("wrong: /none/such: "))
    }
}
