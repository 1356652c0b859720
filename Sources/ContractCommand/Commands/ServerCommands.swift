import ArgumentParser
import ContractTests
import Foundation

struct ListeningOptions: ParsableArguments {
    @Option(help: "Address to listen at.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen at; 0 for any free one.")
    var port = 8081

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("A port is between 0 and 65535.") }
    }

    /// Listens, says where, and serves until Ctrl-C.
    func serve(_ what: String, _ body: @escaping @Sendable (HTTPListener, String) async throws -> Void) async throws {
        let listener: HTTPListener
        do { listener = try await HTTPListener(host: host, port: port) } catch {
            throw Problem("cannot listen at \(host):\(port): \(error)")
        }
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(listener.port)"
        do {
            try await Interruption.cancelling {
                Output.print("\(what) at \(address)/\n")
                try await body(listener, address)
            }
        } catch is CancellationError {} catch { throw Problem("\(error)") }
    }
}

struct MockCommand: ContractCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock", abstract: "Serve a WSDL with generated or recorded responses, until Ctrl-C.")

    @Argument(help: "The WSDL, a file or a URL.")
    var wsdl: String

    @Option(help: "A recording whose responses are used where it has the request.")
    var recording: String?

    @Option(help: "Seed of generated values.")
    var seed: UInt64 = 1

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var listening: ListeningOptions

    func execute() async throws -> Int32 {
        let bytes = try await documents.bytes(wsdl)
        let description = try await documents.description(bytes, from: wsdl)
        let recorded = try await recording.asyncMap { try await RecordingFile.read($0, documents) }
        let service = MockService(description, document: bytes, recording: recorded, seed: seed)
        try await listening.serve("mock of \(wsdl)") { listener, address in
            try await service.serve(on: listener, at: "\(address)/")
        }
        return Program.Status.success
    }
}

struct RecordCommand: ContractCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Pass requests on to a server and write them down with their responses, secrets masked, until Ctrl-C.")

    @Option(help: "Scheme, host and port of the server.")
    var target: String

    @Argument(help: "The file to write; an existing one is replaced.")
    var file: String

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var listening: ListeningOptions

    func validate() throws {
        guard target.hasPrefix("http://") || target.hasPrefix("https://") else {
            throw ValidationError("The target begins with http:// or https://.")
        }
    }

    func execute() async throws -> Int32 {
        let recorder: Recorder
        do {
            recorder = try Recorder(target: target, path: file, certificateAuthorities: documents.certificateAuthorities)
        } catch { throw Problem("\(error)") }
        try await listening.serve("recording \(target)") { listener, address in
            try await recorder.serve(on: listener, at: address)
        }
        Output.print("\(await recorder.count) exchanges in \(file)\n")
        return Program.Status.success
    }
}

struct ReplayCommand: ContractCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Send the requests of a recording to another server and compare the responses.")

    @Argument(help: "The recording.")
    var file: String

    @Option(help: "Scheme, host and port of the server.")
    var endpoint: String

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var verdict: VerdictOptions
    @OptionGroup var running: RunningOptions

    func execute() async throws -> Int32 {
        var data = try running.dataFile()
        data.suppressed.formUnion(verdict.suppress)
        let recording = try await RecordingFile.read(file, documents)
        let options = running.options(certificateAuthorities: documents.certificateAuthorities)
        let replay = Replay(recording, from: file, endpoint: endpoint, data: data, options: options)
        let running = running
        let report = try await Interruption.cancelling { await replay.run { running.show($0) } }
        return try running.finish(report, failOn: verdict.failOn)
    }
}

private enum RecordingFile {
    static func read(_ path: String, _ documents: DocumentOptions) async throws -> Recording {
        let bytes = try await documents.bytes(path)
        do { return try Recording(bytes) } catch { throw Problem("\(path): \(error)") }
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async throws -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
