import ArgumentParser
import Foundation
import Testing

@testable import TokenGateway

/// Each setting is declared once; the flag, the variable, the key of the file, the help and the listing of `check` follow.
@Suite struct ProgramSettingTests {
    private let machine = HostResources(memory: 8 << 30, cores: 4)

    /// A text for each setting that it accepts and that is not its default.
    private static func sample(of setting: any ProgramSettingDeclaration) -> String {
        switch setting.kind {
        case .integer(let range, _): "\(range.upperBound)"
        case .choice(let words): words.last ?? ""
        case .list: setting.name == "cors-origins" ? "https://g.example" : "10.0.0.1"
        case .text(valueName: "url"): "https://g.example"
        case .text: setting.name == "mail-from" ? "a@b.example" : "x"
        }
    }

    /// What a source makes of the samples: the texts by name.
    private func resolved(_ sources: ConfigurationSources) -> [String: String] {
        let resolved = sources.resolve(on: machine)
        #expect(resolved.problems.isEmpty)
        return Dictionary(uniqueKeysWithValues: ProgramSettings.all.map { ($0.name, $0.shown(in: resolved)) })
    }

    @Test func everyDeclarationIsFoundWithGroups() {
        let names = ProgramSettings.all.map(\.name)
        #expect(names.first == "host" && names.contains("smtp-host") && names.last == "authy-url")
    }

    @Test func everySettingHasAFlagAVariableAKeyAndARow() async throws {
        let samples = Dictionary(uniqueKeysWithValues: ProgramSettings.all.map { ($0.name, Self.sample(of: $0)) })
        let arguments = samples.flatMap { ["--\($0.key)", $0.value] }
        let command = try #require(try Program.parse(["serve"] + arguments) as? ServeCommand)
        #expect(resolved(ConfigurationSources(flags: command.options.settings.flags)) == samples)
        let variables = samples.map { (ProgramSettings.environmentName($0.key), $0.value) }
        #expect(resolved(ConfigurationSources(environment: Dictionary(uniqueKeysWithValues: variables))) == samples)
        let folder = try Folder()
        let lines = ProgramSettings.all.map { setting in
            if case .list = setting.kind {
                "\(setting.name): [\"\(samples[setting.name] ?? "")\"]"
            } else {
                "\(setting.name): \(samples[setting.name] ?? "")"
            }
        }
        #expect(resolved(ConfigurationSources(file: try folder.file("c.yaml", lines.joined(separator: "\n")))) == samples)
    }

    @Test func helpExplainsEverySetting() {
        for command in [ServeCommand.self as any ParsableCommand.Type, CheckCommand.self] {
            let help = RootCommand.helpMessage(for: command).filter { !$0.isWhitespace }
            for setting in ProgramSettings.all {
                #expect(help.contains("\(setting.flag)<"), "\(setting.name)")
                #expect(
                    help.contains("(\(setting.environmentName);default:\(setting.defaultText))".filter { !$0.isWhitespace }),
                    "\(setting.name)")
            }
        }
    }

    @Test func checkListsEverySettingInOrder() async throws {
        let out = try await Session().run("check").out
        let names = (out.split(separator: "\n\n").first ?? "").split(separator: "\n").dropFirst().map { String($0.prefix { $0 != " " }) }
        #expect(names == ProgramSettings.all.map(\.name))
    }

    @Test func theReadmeNamesEverySetting() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        for setting in ProgramSettings.all { #expect(text.contains("`\(setting.name)`"), "\(setting.name)") }
    }

    @Test func computedDefaultsFollowOtherSettings() throws {
        let flags = try assignments([
            ("port", "81"), ("host", "::1"), ("tls-certificate", "c"), ("database", "/srv/g.sqlite"), ("smtp-security", "tls"),
        ])
        let shown = resolved(ConfigurationSources(flags: flags))
        #expect(shown["base-url"] == "https://[::1]:81")
        #expect(shown["key-file"] == "/srv/g.sqlite.key" && shown["mail-outbox"] == "/srv/outbox")
        #expect(shown["smtp-port"] == "465" && shown["hash-concurrency"] == "4")
    }

    @Test func aWrongFlagIsWrongUsage() async throws {
        let outcome = try await Session().run("serve", "--port", "65536")
        #expect(outcome.status == 64 && outcome.err.contains("port takes a whole number from 0 to 65535"))
    }

    /// Only the level of the log changes in a running server.
    @Test func reloadableSettingsAreDeclared() {
        #expect(ProgramSettings.all.filter(\.isReloadable).map(\.name) == ["log-level"])
    }
}
