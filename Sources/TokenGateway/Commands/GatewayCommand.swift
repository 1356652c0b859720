import ArgumentParser
import TokenCore

/// A command of this program.
protocol GatewayCommand: ParsableCommand {
    /// Runs the command. Throws the cause of a failure, from which ``Program`` makes one line and an exit status.
    func run(in shell: Shell) async throws
}

/// A command that works on the database.
protocol DatabaseCommand: GatewayCommand {
    var place: DatabaseOptions { get }
    func act(on core: Core, in shell: Shell) async throws
}

extension DatabaseCommand {
    func run(in shell: Shell) async throws {
        try await act(on: Assemble.coreForCommands(place.configuration(in: shell)), in: shell)
    }
}

/// A command that only has subcommands.
protocol CommandGroup: GatewayCommand {}

extension CommandGroup {
    func run(in shell: Shell) async throws {
        let name = Self.configuration.commandName ?? ""
        let names = Self.configuration.subcommands.compactMap { $0.configuration.commandName }.joined(separator: ", ")
        throw UsageError("\(name) needs one of: \(names). See token-gateway help \(name)")
    }
}
