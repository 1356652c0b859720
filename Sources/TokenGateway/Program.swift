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
        // Without this, a closed pipe would end the program; it is an error of one write.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst()), in: .process))
    }

    /// Runs one command and returns the exit status.
    static func run(_ arguments: [String], in shell: Shell) async -> Int32 {
        let command: any GatewayCommand
        do {
            guard let parsed = try parse(arguments) else { return Status.success }
            command = parsed
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

    /// The command that the arguments name; `nil` for a command of the argument parser, which has run by then.
    ///
    /// Throws errors of the argument parser: wrong usage, or a request for help.
    static func parse(_ arguments: [String]) throws -> (any GatewayCommand)? {
        var command = try RootCommand.parseAsRoot(ConfigSetArguments.escapingNegativeValues(arguments))
        if let command = command as? any GatewayCommand { return command }
        try command.run()
        return nil
    }

    /// Writes help to standard output and wrong usage to standard error.
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
