import ArgumentParser
import ContractTests

struct LintCommand: ContractCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check a WSDL: references, XML Schema, WS-I Basic Profile, what client libraries fail on.")

    @Argument(help: "A file or a URL.")
    var wsdl: String

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var verdict: VerdictOptions

    @Flag(help: "Print JSON.")
    var json = false

    func execute() async throws -> Int32 {
        let description = try await documents.description(wsdl)
        let findings = Linter(suppressing: Set(verdict.suppress)).findings(in: description)
        Output.print(json ? LintReport.json(findings) : LintReport.text(findings, description))
        return verdict.status(findings.map(\.rule.severity))
    }
}

struct DiffCommand: ContractCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two WSDL or two OpenAPI documents: compatible, breaking for generated clients, breaking on the wire.")

    @Argument(help: "The document that clients know.")
    var old: String

    @Argument(help: "The document to come.")
    var new: String

    @OptionGroup var documents: DocumentOptions

    @Option(help: "The least change that fails: wire, generated or any.")
    var failOn = Gate.generated

    @Flag(help: "Print JSON.")
    var json = false

    enum Gate: String, ExpressibleByArgument, CaseIterable {
        case wire, generated, any
    }

    func execute() async throws -> Int32 {
        let (before, after) = (try await documents.bytes(old), try await documents.bytes(new))
        let changes: [Change]
        if let one = try? OpenAPIDocument(before) {
            do { changes = OpenAPIDiff.changes(from: one, to: try OpenAPIDocument(after)) } catch { throw Problem("\(new): \(error)") }
        } else {
            changes = DescriptionDiff.changes(
                from: try await documents.description(before, from: old), to: try await documents.description(after, from: new))
        }
        Output.print(json ? DiffReport.json(changes) : DiffReport.text(changes))
        let limit: Compatibility = failOn == .wire ? .breaksWire : failOn == .generated ? .breaksGeneratedCode : .compatible
        return changes.contains { $0.compatibility >= limit } ? Program.Status.findings : Program.Status.success
    }
}

struct RulesCommand: ContractCommand {
    static let configuration = CommandConfiguration(commandName: "rules", abstract: "List all rules with their severity and reason.")

    func execute() async throws -> Int32 {
        for rule in Rule.all { Output.print("\(rule.severity.rawValue) \(rule.id): \(rule.requirement) \(rule.reason)\n") }
        return Program.Status.success
    }
}
