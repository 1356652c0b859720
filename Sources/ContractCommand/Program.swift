import ArgumentParser
import Foundation

/// The whole program: arguments in, exit status out.
@main
enum Program {
    enum Status {
        static let success: Int32 = 0
        /// There are findings, or a document cannot be read.
        static let findings: Int32 = 1
        /// Wrong usage (`EX_USAGE` of sysexits).
        static let usage: Int32 = 64
        /// The server cannot be reached (`EX_UNAVAILABLE`).
        static let unavailable: Int32 = 69
    }

    static func main() async {
        // A reader that goes away is an error of one write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        var command: any ParsableCommand
        do {
            command = try RootCommand.parseAsRoot(arguments)
            guard let ours = command as? any ContractCommand else {
                try command.run()
                return Status.success
            }
            return try await ours.execute()
        } catch let problem as Problem {
            Output.error(problem.description)
            return problem.status
        } catch {
            let text = RootCommand.fullMessage(for: error)
            guard RootCommand.exitCode(for: error) != .success else {
                Output.print(text + "\n")
                return Status.success
            }
            Output.error(text)
            return Status.usage
        }
    }
}

/// A command of this program.
protocol ContractCommand: ParsableCommand {
    /// - Returns: the exit status.
    /// - Throws: ``Problem``.
    func execute() async throws -> Int32
}

/// Why a command ends before it has a result.
struct Problem: Error, CustomStringConvertible {
    let description: String
    let status: Int32

    init(_ error: some CustomStringConvertible, status: Int32 = Program.Status.findings) {
        description = error.description
        self.status = status
    }
}

enum Output {
    static func print(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    static func error(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}

struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token-gateway-contract",
        abstract: "Tests web services against their WSDL or OpenAPI document.",
        discussion: "Exit status: 0 without findings, 1 with findings, 64 for wrong usage, 69 when the server cannot be reached.",
        subcommands: [
            LintCommand.self, DiffCommand.self, TestCommand.self, RecordCommand.self, ReplayCommand.self, MockCommand.self,
            RulesCommand.self,
        ])
}
