import Foundation
import GatewayMail
import Logging
import Testing
import TokenCore

@testable import TokenGateway

@Suite struct ConfigurationTests {
    private let machine = HostResources(memory: 8 << 30, cores: 4)

    private func configuration(
        flags: [(String, String)] = [], environment: [String: String] = [:], yaml: String? = nil
    ) throws -> GatewayConfiguration {
        let folder = try Folder()
        let file = try yaml.map { try folder.file("gateway.yaml", $0) }
        return try GatewayConfiguration(
            ConfigurationSources(flags: assignments(flags), environment: environment, file: file), on: machine)
    }

    @Test func defaultsHold() throws {
        let found = try configuration()
        #expect(found.host == "127.0.0.1")
        #expect(found.port == 8080)
        #expect(found.baseURL(listeningOn: 4711) == "http://127.0.0.1:4711")
        #expect(found.allowedHosts.isEmpty)
        #expect(found.database == "token-gateway.sqlite")
        #expect(found.busyTimeout == .seconds(5))
        #expect(found.hashCost == .standard)
        #expect(found.hashLimits == .init(concurrent: 4, waiting: 408))
        #expect(found.logLevel == .info)
        #expect(found.logFormat == .auto)
        #expect(found.messages == nil)
        #expect(found.drain == .seconds(25))
    }

    /// A value from each source, and which one wins.
    @Test(arguments: [
        (flag: "1", variable: "2", line: "port: 3", port: 1),
        (flag: nil, variable: "2", line: "port: 3", port: 2),
        (flag: nil, variable: nil, line: "port: 3", port: 3),
        (flag: nil, variable: nil, line: "# nothing", port: 8080),
        (flag: nil, variable: "", line: "port: 3", port: 3),
        (flag: "1", variable: nil, line: "# nothing", port: 1),
    ])
    func theStrongestSourceWins(_ row: (flag: String?, variable: String?, line: String, port: Int)) throws {
        let found = try configuration(
            flags: row.flag.map { [("port", $0)] } ?? [],
            environment: row.variable.map { ["TOKEN_GATEWAY_PORT": $0] } ?? [:], yaml: row.line + "\n")
        #expect(found.port == row.port)
    }

    @Test func everySettingComesFromEverySource() throws {
        let texts = [
            "host": "::1", "port": "1", "base-url": "https://g.example/shop/", "allowed-hosts": "A.example, b.example:81",
            "database": "/tmp/x.sqlite", "key-file": "/tmp/x.key", "busy-timeout": "7", "hash-memory": "1024", "hash-passes": "3",
            "hash-concurrency": "2",
            "hash-waiting": "9", "log-level": "debug", "log-format": "json", "messages": "/tmp/m.csv", "drain": "3",
            "mail-from": "The Shop <a@b.example>", "mail-outbox": "/tmp/out", "mail-templates": "/tmp/mt", "smtp-host": "m.example",
            "smtp-port": "26", "smtp-security": "tls", "smtp-user": "u", "smtp-password-file": "/tmp/p", "smtp-timeout": "5",
            "smtp-ca-file": "/tmp/ca", "duo-url": "http://127.0.0.1:8080/", "authy-url": "https://authy.example",
            "max-connections": "100", "max-connections-per-address": "10", "trusted-proxies": "10.0.0.0/8",
            "cors-origins": "https://shop.example",
            "tls-certificate": "/tmp/c.pem",
            "tls-key": "/tmp/k.pem", "http2": "enabled", "metrics-host": "::1", "metrics-port": "9",
        ]
        let yaml = texts.map { name, text in
            switch name {
            case "allowed-hosts": "allowed-hosts: [A.example, \"b.example:81\"]"
            case "trusted-proxies", "cors-origins": "\(name): [\"\(text)\"]"
            default: "\(name): \(text == "::1" ? "\"::1\"" : text)"
            }
        }
        let cost = try #require(Argon2idHasher.Cost(memory: 1024, passes: 3))
        let found = [
            try configuration(flags: texts.map { ($0.key, $0.value) }),
            try configuration(
                environment: Dictionary(uniqueKeysWithValues: texts.map { (ProgramSettings.environmentName($0.key), $0.value) })),
            try configuration(yaml: yaml.joined(separator: "\n")),
        ]
        for each in found {
            #expect(each.host == "::1" && each.port == 1 && each.baseURL(listeningOn: 1) == "https://g.example/shop")
            #expect(each.allowedHosts == ["a.example", "b.example:81"] && each.database == "/tmp/x.sqlite")
            #expect(each.listener.trustedProxies == ["10.0.0.0/8"] && each.listener.corsOrigins == ["https://shop.example"])
            #expect(each.busyTimeout == .seconds(7) && each.hashCost == cost)
            #expect(each.hashLimits == .init(concurrent: 2, waiting: 9))
            #expect(each.mail.sender.address == "a@b.example" && each.mail.templatesFolder == "/tmp/mt" && each.mail.lease == 70)
            guard case .smtp(let server, "/tmp/p") = each.mail.transport else {
                Issue.record("\(each.mail.transport)")
                continue
            }
            #expect(server.url == "smtps://m.example:26" && server.user == "u" && server.authorities == "/tmp/ca")
            #expect(each.logLevel == .debug && each.logFormat == .json && each.messages == "/tmp/m.csv" && each.drain == .seconds(3))
        }
    }

    @Test func theSourceOfEachValueIsKnown() throws {
        let folder = try Folder()
        let file = try folder.file("c.yaml", "drain: 3\nport: 4\n")
        let resolved = ConfigurationSources(
            flags: try assignments([("host", "localhost")]), environment: ["TOKEN_GATEWAY_PORT": "5"], file: file
        ).resolve(on: machine)
        let declared = ProgramSettings.declared
        #expect(resolved.source(of: declared.host) == "--host")
        #expect(resolved.source(of: declared.port) == "TOKEN_GATEWAY_PORT")
        #expect(resolved.source(of: declared.drain) == file)
        #expect(resolved.source(of: declared.database) == "default")
    }

    @Test func theEnvironmentNamesTheFile() throws {
        let folder = try Folder()
        let file = try folder.file("c.yaml", "port: 4\n")
        #expect(try configuration(environment: ["TOKEN_GATEWAY_CONFIG": file]).port == 4)
    }

    @Test(arguments: [
        ("port", "65536"), ("port", "-1"), ("port", "+1"), ("port", " 1"), ("port", "tcp://10.0.0.1:80"), ("port", "٣"), ("drain", "301"),
        ("busy-timeout", "31"),
        ("hash-memory", "7"), ("hash-memory", "1048577"), ("hash-passes", "0"), ("hash-passes", "99999999999999999999"),
        ("host", "a b"), ("host", "http://x"), ("base-url", "gateway.example"), ("base-url", "ftp://g.example"),
        ("base-url", "https://g.example/?a=b"), ("base-url", "https://g.example/#f"), ("base-url", "https://u:p@g.example"),
        ("base-url", "https://g.example:99999"), ("base-url", "https://g.example:x"), ("base-url", "https://"),
        ("allowed-hosts", "http://g.example"), ("allowed-hosts", "g.example,a/b"), ("allowed-hosts", "g.example:0"),
        ("log-level", "loud"), ("log-format", "xml"),
    ])
    func invalidValuesAreRefusedWithTheNameOfTheVariable(name: String, text: String) throws {
        let variable = ProgramSettings.environmentName(name)
        let error = try #require(throws: ConfigurationProblems.self) { try configuration(environment: [variable: text]) }
        #expect(error.all.map(\.place) == [variable])
        #expect(error.description.contains(name))
    }

    @Test(arguments: [
        ("http://g.example", "http://g.example"), ("HTTPS://g.example/", "https://g.example"),
        ("https://g.example:8443/shop//", "https://g.example:8443/shop"), ("http://[::1]:8080", "http://[::1]:8080"),
    ])
    func baseURLsAreCanonical(text: String, canonical: String) {
        #expect(BaseURL.canonical(text) == canonical)
    }

    @Test(arguments: ["postgres://db/x", "PostgreSQL://db/x"])
    func postgresIsRefusedForNow(url: String) throws {
        let error = try #require(throws: ConfigurationProblems.self) { try configuration(flags: [("database", url)]) }
        #expect(error.description == "--database: this build has no PostgreSQL driver yet; pass the path of a SQLite file")
    }

    @Test func hashingMayTakeAQuarterOfTheMemory() throws {
        // 2 GiB: sixteen times 128 MiB is exactly it.
        let most = try configuration(flags: [("hash-memory", "131072"), ("hash-concurrency", "16")])
        #expect(most.hashLimits.concurrent == 16)
        let error = try #require(throws: ConfigurationProblems.self) {
            try configuration(flags: [("hash-memory", "131072"), ("hash-concurrency", "17")])
        }
        #expect(error.description.hasPrefix("--hash-concurrency: 17 hashes of 131072 KiB at once are more than a quarter"))
        // The default gives way instead.
        #expect(try configuration(flags: [("hash-memory", "1048576")]).hashLimits.concurrent == 2)
        let small = HostResources(memory: 64 << 20, cores: 8)
        let refused = try #require(throws: ConfigurationProblems.self) { try GatewayConfiguration(ConfigurationSources(), on: small) }
        #expect(refused.description.contains("lower hash-concurrency or hash-memory"))
    }

    @Test func wildcardListenersNeedABaseURL() throws {
        #expect(try configuration(flags: [("host", "0.0.0.0")]).warnings.count == 1)
        #expect(try configuration(flags: [("host", "::"), ("base-url", "https://g.example")]).warnings.isEmpty)
        #expect(BaseURL.of(host: "::1", port: 80) == "http://[::1]:80")
    }

    @Test func theLimitOfTheContainerIsRead() throws {
        let folder = try Folder()
        #expect(HostResources.containerLimit(at: try folder.file("a", "536870912\n")) == 536_870_912)
        #expect(HostResources.containerLimit(at: try folder.file("b", "max\n")) == nil)
        #expect(HostResources.containerLimit(at: folder.path + "/none") == nil)
    }

    @Test func everySettingHasHelpAndAName() {
        for setting in ProgramSettings.all {
            #expect(!setting.help.isEmpty && !setting.defaultText.isEmpty)
            #expect(setting.name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        }
        #expect(Set(ProgramSettings.all.map(\.name)).count == ProgramSettings.all.count)
    }
}
