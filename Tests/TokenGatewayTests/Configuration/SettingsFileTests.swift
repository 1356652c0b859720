import Foundation
import Testing

@testable import TokenGateway

@Suite struct SettingsFileTests {
    private func problems(_ yaml: String) throws -> [String] {
        let folder = try Folder()
        let path = try folder.file("c.yaml", yaml)
        return SettingsFile(path: path).problems.map { $0.description.replacing(folder.path + "/", with: "") }
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "port: 1\n", "---\nport: 1\n...\n", "allowed-hosts: []\n"])
    func validFilesAreAccepted(yaml: String) throws {
        #expect(try problems(yaml).isEmpty)
    }

    /// The problem and its line.
    @Test(arguments: [
        ("prot: 1", "c.yaml:1: there is no setting \"prot\""),
        ("host: a\n\nPort: 1", "c.yaml:3: there is no setting \"Port\""),
        ("? [a]\n: 1", "c.yaml:1: there is no setting \"that is no text\""),
        ("config: other.yaml", "c.yaml:1: there is no setting \"config\""),
        ("host: a\nport: \"1\"", "c.yaml:2: port takes a whole number from 0 to 65535 (0 picks a free one); leave the quotes out"),
        ("port: 1.5", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one)"),
        ("port: 0x10", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one), not \"0x10\""),
        ("port: 1_0", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one), not \"1_0\""),
        ("port:", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one); it has no value here"),
        ("port: true", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one)"),
        ("port: [1]", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one)"),
        ("port: 65536", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one), not \"65536\""),
        ("port: -1", "c.yaml:1: port takes a whole number from 0 to 65535 (0 picks a free one), not \"-1\""),
        ("hash-passes: 123456789012345678901234567890", "c.yaml:1: hash-passes takes a whole number from 1 to 10, not"),
        ("host: 1", "c.yaml:1: host takes text; put it in quotes"),
        ("host: yes", "c.yaml:1: host takes text; put it in quotes"),
        ("host: ~", "c.yaml:1: host takes text; it has no value here"),
        ("host: {a: b}", "c.yaml:1: host takes text"),
        ("host: \"\"", "c.yaml:1: host must not be empty"),
        ("log-level: loud", "c.yaml:1: log-level takes one of trace,"),
        ("allowed-hosts: a", "c.yaml:1: allowed-hosts takes a list; write it as [one, two]"),
        ("allowed-hosts: [a, 1]", "c.yaml:1: allowed-hosts takes a list of texts"),
        ("allowed-hosts:\n  - a\n  - {b: c}", "c.yaml:2: allowed-hosts takes a list of texts"),
        ("base-url: /relative", "c.yaml:1: base-url takes an absolute http or https URL"),
        ("- a", "c.yaml:1: the file must be a mapping"),
        ("text", "c.yaml:1: the file must be a mapping"),
        ("port: 1\nhost: a\nport: 2", "c.yaml:1: there are several values for port"),
        ("host: a\nport: [1", "c.yaml:3: "),
        ("host: a\n\tport: 1", "c.yaml:2: "),
        ("port: 1\nhost: \"a", "c.yaml:2: "),
        ("host: a\nport: \u{1}", "c.yaml:2: "),
        ("port: 1\n---\nport: 2", "c.yaml:2: "),
        ("<<: {port: 1}", "c.yaml:1: there is no setting \"<<\""),
    ])
    func problemsHaveTheirLine(yaml: String, expected: String) throws {
        let found = try problems(yaml)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(expected) == true, "\(found)")
        #expect(found.first?.contains("\n") == false)
    }

    @Test func allProblemsAreReportedAtOnce() throws {
        #expect(try problems("prot: 1\nport: x\nhost: a\ndrain: 999\n").map { $0.prefix(9) } == ["c.yaml:1:", "c.yaml:2:", "c.yaml:4:"])
    }

    @Test func theDescriptionHasTheFirstProblem() {
        let all = [ConfigurationProblem(place: "a:1", text: "x"), ConfigurationProblem(place: "a:2", text: "y")]
        #expect(ConfigurationProblems(all: all).description == "a:1: x (and 1 more: see token-gateway check)")
    }

    @Test func unusableFilesAreRefused() throws {
        let folder = try Folder()
        func problems(of path: String) -> [String] { SettingsFile(path: path).problems.map(\.text) }
        #expect(problems(of: folder.path + "/none") == ["No such file or directory"])
        #expect(problems(of: folder.path) == ["this is not a regular file"])
        #expect(problems(of: try folder.file("latin", Data([0x68, 0x3A, 0x20, 0xE4]))) == ["the file is not UTF-8"])
        #expect(problems(of: try folder.file("large", String(repeating: "# \n", count: 100_000))) == ["the file is larger than 256 KiB"])
        let open = try folder.file("open", "port: 1\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: open)
        #expect(problems(of: open) == ["everybody may write to this file; chmod o-w would change that"])
    }

    /// Nested aliases can make a small file expand to a huge value.
    @Test func aliasesAreNotExpanded() throws {
        let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nport: 1\n"
        #expect(try problems(bomb).count == 3)
    }
}
