import Foundation

/// The environment of a command: everything that it reads from the process and writes to it.
struct Shell: Sendable {
    var environment: [String: String]
    var machine: HostResources
    var input: any SecretInput
    /// Throws when the text cannot be written.
    var output: @Sendable (String) throws -> Void
    var errors: @Sendable (String) -> Void

    /// That of this process.
    static var process: Shell {
        Shell(
            environment: ProcessInfo.processInfo.environment, machine: .this, input: TerminalInput(descriptor: STDIN_FILENO),
            output: { try write($0, to: .standardOutput) }, errors: { try? write($0, to: .standardError) })
    }

    /// Prints a text and a line feed.
    func print(_ text: String) throws {
        try output(text + "\n")
    }

    /// One line on standard error.
    func printError(_ text: String) {
        errors("token-gateway: \(VisibleText.of(text))\n")
    }

    private static func write(_ text: String, to file: FileHandle) throws {
        do {
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            throw CommandError("the output cannot be written: \(String(cString: strerror(errno)))")
        }
    }
}
