import ArgumentParser
import ContractTests
import Foundation

struct DocumentOptions: ParsableArguments {
    @Flag(help: "Read what documents import from the network.")
    var allowNetwork = false

    @Option(name: .customLong("cacert"), help: "Certificates to trust instead of the system's, as a PEM file.")
    var certificateAuthorities: String?

    private var source: DocumentSource {
        DocumentSource(network: allowNetwork ? .allowed : .namedDocumentOnly, certificateAuthorities: certificateAuthorities)
    }

    func bytes(_ location: String) async throws -> [UInt8] {
        do {
            return try await source.read(location)
        } catch {
            throw Problem(error, status: error.isUnreachable ? Program.Status.unavailable : Program.Status.findings)
        }
    }

    func description(_ location: String) async throws -> ServiceDescription {
        try await description(try await bytes(location), from: location)
    }

    func description(_ bytes: [UInt8], from location: String) async throws -> ServiceDescription {
        do {
            return try await DescriptionReader(source).read(bytes, from: location)
        } catch {
            throw Problem(error)
        }
    }
}

struct VerdictOptions: ParsableArguments {
    @Option(help: "The least severity that fails: note, warning or error.")
    var failOn = Severity.warning

    @Option(help: "A rule that is not reported; may be repeated.")
    var suppress: [String] = []

    func status(_ severities: [Severity]) -> Int32 {
        severities.contains { $0 >= failOn } ? Program.Status.findings : Program.Status.success
    }
}

extension Severity: ExpressibleByArgument {}

/// What all commands have in common that send requests to a server under test.
struct RunningOptions: ParsableArguments {
    @Option(help: "A YAML file with values, credentials, cases.")
    var data: String?

    @Option(help: "Seed of generated values; the same seed makes the same requests.")
    var seed: UInt64 = 1

    @Option(help: "Requests a second.")
    var rate = 50.0

    @Option(help: "Seconds for the whole run.")
    var time = 300.0

    @Option(help: "Seconds for one request.")
    var timeout = 10.0

    @Option(help: "Seconds after which a response is reported as slow.")
    var slow = 5.0

    @Option(help: "Bytes of a response.")
    var maxResponse = 8 * 1024 * 1024

    @Option(
        name: .customLong("report"),
        help: "Write a report: JUnit (.xml), JSON (.json), TAP (.tap), HTML (.html), text (.txt); may be repeated.")
    var reports: [String] = []

    @Flag(help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard rate > 0, time > 0, timeout > 0, slow > 0, maxResponse > 0 else {
            throw ValidationError("Rates, times and sizes are above zero.")
        }
        for path in reports where ReportForm(path: path) == nil {
            throw ValidationError("The form of \(path) is not known; use .xml, .json, .tap, .html or .txt.")
        }
    }

    func dataFile() throws -> DataFile {
        guard let data else { return DataFile() }
        do {
            return try DataFile(path: data, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw Problem("\(data): \(error)", status: Program.Status.usage)
        }
    }

    func options(certificateAuthorities: String?) -> RunOptions {
        var options = RunOptions()
        options.seed = seed
        options.rate = rate
        options.time = .seconds(time)
        options.timeout = .seconds(timeout)
        options.slow = .seconds(slow)
        options.largestBody = maxResponse
        options.certificateAuthorities = certificateAuthorities
        return options
    }

    func show(_ progress: ContractTests.Progress) {
        guard !quiet else { return }
        Output.error("\(progress.operationsLeft) left, \(progress.requests) requests, \(progress.findings) findings: \(progress.operation)")
    }

    /// Writes the report files and the summary.
    func finish(_ report: RunReport, failOn: Severity) throws -> Int32 {
        for path in reports {
            guard let form = ReportForm(path: path) else { continue }
            guard FileManager.default.createFile(atPath: path, contents: Data(report.text(form).utf8)) else {
                throw Problem("\(path) cannot be written")
            }
        }
        Output.print(report.text(.text))
        if let reason = report.unreachable {
            Output.error("the server cannot be reached: \(reason)")
            return Program.Status.unavailable
        }
        return report.failures(from: failOn).isEmpty && report.interruption == nil ? Program.Status.success : Program.Status.findings
    }
}
