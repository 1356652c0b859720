import ArgumentParser
import Foundation

/// The whole program: arguments in, exit status out (contract: `cli.md`).
@main
enum Program {
    enum Status {
        static let success: Int32 = 0
        /// Refused or failed; one line on standard error says why.
        static let failure: Int32 = 1
        /// Wrong usage (`EX_USAGE` of sysexits).
        static let usage: Int32 = 64
    }

    static func main() async {
        // A reader that goes away is an error of one write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst()), in: .process))
    }

    /// Runs one command to its end.
    static func run(_ arguments: [String], in shell: Shell) async -> Int32 {
        let command: any GatewayCommand
        do {
            guard let ours = try parse(arguments) else { return Status.success }
            command = ours
        } catch {
            return explain(error, in: shell)
        }
        do {
            try await command.run(in: shell)
            return Status.success
        } catch let error as UsageError {
            shell.printError(error.description)
            return Status.usage
        } catch {
            shell.printError(ErrorLine.text(of: error))
            return Status.failure
        }
    }

    /// The command that the arguments name; `nil` when it was one of the library's own and is done.
    ///
    /// Throws errors of ArgumentParser: wrong usage, or a request for help.
    static func parse(_ arguments: [String]) throws -> (any GatewayCommand)? {
        var command = try RootCommand.parseAsRoot(ConfigSetArguments.escapingNegativeValues(arguments))
        if let ours = command as? any GatewayCommand { return ours }
        try command.run()
        return nil
    }

    /// Help goes to standard output, what is wrong with the arguments to standard error.
    private static func explain(_ error: any Error, in shell: Shell) -> Int32 {
        let text = RootCommand.fullMessage(for: error)
        guard RootCommand.exitCode(for: error) != .success else {
            try? shell.print(text)
            return Status.success
        }
        shell.errors(text + "\n")
        return Status.usage
    }
}
