import Foundation
import Synchronization
import Testing
import TokenCore

@testable import TokenGateway

/// A temporary folder, deleted with the value.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "token-gateway-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file with mode 0644.
    /// - Returns: its path.
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Data(text.utf8))
    }

    func file(_ name: String, _ bytes: Data) throws -> String {
        let file = "\(path)/\(name)"
        try bytes.write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        return file
    }
}

/// Settings by name, as a command line gives them.
func assignments(_ texts: [(String, String)]) throws -> [ConfigurationSources.Assignment] {
    try texts.map { name, text in (try #require(ProgramSettings.named(name)), text) }
}

/// Input with prepared lines.
struct FakeInput: SecretInput {
    var isTerminal = false
    var piped: [UInt8]? = []
    var typed: [String] = []
    let asked = Asked()

    final class Asked: Sendable {
        let prompts = Mutex<[String]>([])
    }

    func readAll(limit: Int) throws -> [UInt8]? { piped }

    func readHidden(prompt: String) throws -> [UInt8] {
        let index = asked.prompts.withLock { prompts in
            prompts.append(prompt)
            return prompts.count - 1
        }
        return typed.indices.contains(index) ? Array(typed[index].utf8) : []
    }
}

/// Runs commands like the program and keeps their output. Hashing has the least cost.
final class Session: Sendable {
    let folder: Folder
    var database: String { folder.path + "/gateway.sqlite" }
    private let printed = Mutex<(out: String, err: String)>(("", ""))

    struct Outcome: Equatable {
        let status: Int32
        let out: String
        let err: String
    }

    init() throws {
        folder = try Folder()
    }

    func shell(input: any SecretInput = FakeInput(), environment: [String: String] = [:]) -> Shell {
        let cheap = ["TOKEN_GATEWAY_HASH_MEMORY": "8", "TOKEN_GATEWAY_HASH_PASSES": "1", "TOKEN_GATEWAY_DATABASE": database]
        return Shell(
            environment: cheap.merging(environment) { $1 }, machine: HostResources(memory: 4 << 30, cores: 2), input: input,
            output: { text in self.printed.withLock { $0.out += text } }, errors: { text in self.printed.withLock { $0.err += text } })
    }

    @discardableResult
    func run(
        _ arguments: String..., input: any SecretInput = FakeInput(), environment: [String: String] = [:]
    ) async -> Outcome {
        await run(arguments, input: input, environment: environment)
    }

    func run(
        _ arguments: [String], input: any SecretInput = FakeInput(), environment: [String: String] = [:]
    ) async -> Outcome {
        printed.withLock { $0 = ("", "") }
        let status = await Program.run(arguments, in: shell(input: input, environment: environment))
        return printed.withLock { Outcome(status: status, out: $0.out, err: $0.err) }
    }

    /// The rules on the same database.
    func core() throws -> Core {
        let sources = ConfigurationSources(environment: shell().environment)
        return try Assemble.coreForCommands(GatewayConfiguration(sources, on: shell().machine))
    }
}

extension FakeInput {
    static func piped(_ text: String) -> FakeInput { FakeInput(piped: Array(text.utf8)) }
}
