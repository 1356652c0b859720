import ArgumentParser
import ContractTests

struct TestCommand: ContractCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send valid and wrong requests to a server and judge its responses.",
        discussion: """
            Operations whose names do not say that they only read are called only with --allow, or when the data file allows them.
            """)

    @Argument(help: "The WSDL, a file or a URL. Not needed with --openapi.")
    var wsdl: String?

    @Option(help: "The address to test, instead of those in the WSDL.")
    var endpoint: String?

    @Option(help: "An OpenAPI document, a file or a URL: tests the REST side, and compares it with the SOAP side.")
    var openapi: String?

    @Option(help: "Scheme, host and port of the REST side, instead of those in the OpenAPI document.")
    var restEndpoint: String?

    @Option(help: "SOAP version to test: 1.1 or 1.2; may be repeated. Both by default.")
    var soap: [SOAPVersion] = []

    @Option(help: "An operation that may change something; may be repeated, 'all' for every one.")
    var allow: [String] = []

    @Option(help: "Test this operation and no other; may be repeated.")
    var only: [String] = []

    @Option(name: .customLong("case"), help: "Send the cases with this name and no others; may be repeated.")
    var cases: [String] = []

    @Flag(help: "Send generated passwords more than once, although servers lock accounts for that.")
    var allowLockout = false

    @Flag(help: "Do not look for the smallest message that fails.")
    var noShrink = false

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var verdict: VerdictOptions
    @OptionGroup var running: RunningOptions

    func validate() throws {
        if wsdl == nil, openapi == nil { throw ValidationError("Name a WSDL or an OpenAPI document.") }
    }

    func execute() async throws -> Int32 {
        var data = try running.dataFile()
        data.suppressed.formUnion(verdict.suppress)
        var options = running.options(certificateAuthorities: documents.certificateAuthorities)
        options.endpoint = endpoint
        if !soap.isEmpty { options.versions = Set(soap) }
        options.allowed = Set(allow)
        options.allowsAll = allow.contains("all")
        options.only = Set(only)
        options.cases = Set(cases)
        options.shrinks = !noShrink
        options.allowsLockout = allowLockout
        var runs: [@Sendable () async -> RunReport] = []
        let (finalData, finalOptions, running) = (data, options, running)
        if let wsdl {
            let description = try await documents.description(wsdl)
            runs.append {
                await TestRun(description, data: finalData, options: finalOptions).run { running.show($0) }
            }
        }
        var document: OpenAPIDocument?
        if let openapi {
            do { document = try OpenAPIDocument(try await documents.bytes(openapi)) } catch let error as JSONError {
                throw Problem("\(openapi): \(error)")
            }
            var options = finalOptions
            options.endpoint = restEndpoint
            if let document {
                let restOptions = options
                runs.append { await RESTRun(document, from: openapi, data: finalData, options: restOptions).run { running.show($0) } }
            }
        }
        let (all, known, hasWSDL) = (runs, document, wsdl != nil)
        let report = try await Interruption.cancelling {
            var report = await all[0]()
            guard all.count > 1, report.interruption == nil else { return report }
            let rest = await all[1]()
            if hasWSDL, let known { report.add(MeaningComparison.findings(report, rest, known, finalData)) }
            report.append(rest)
            return report
        }
        return try running.finish(report, failOn: verdict.failOn)
    }
}

extension SOAPVersion: ExpressibleByArgument {}
