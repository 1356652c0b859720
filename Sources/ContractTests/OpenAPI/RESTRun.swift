import Foundation
package import HTTPExchange

/// Tests the REST side of a service from its OpenAPI document: minimal and full requests, and wrong ones where a body or a parameter can be
/// wrong. Operations other than GET need the same permission as SOAP operations that change something.
package struct RESTRun: Sendable {
    private let document: OpenAPIDocument
    private let schema: JSONSchema
    private let data: DataFile
    private let options: RunOptions
    private let transport: Transport
    private let location: String
    private let base: String

    /// - Parameter location: where the document is from, for reports.
    package init(_ document: OpenAPIDocument, from location: String, data: DataFile, options: RunOptions, client: HTTPClient = HTTPClient())
    {
        self.document = document
        self.data = data
        self.options = options
        self.location = location
        schema = JSONSchema(document: document)
        transport = Transport(client, options)
        let server = options.endpoint ?? document.server ?? ""
        base = server.hasSuffix("/") ? String(server.dropLast()) : server
    }

    package func run(onProgress: @Sendable (Progress) -> Void = { _ in }) async -> RunReport {
        let clock = ContinuousClock()
        let start = clock.now
        var report = RunReport(target: location, seed: options.seed)
        guard DocumentSource.isURL(base) else {
            report.notes.append("The document names no server; give --rest-endpoint.")
            return report
        }
        let operations = document.operations.filter { mayCall($0, &report) }
        for (index, operation) in operations.enumerated() {
            if Task.isCancelled { report.interruption = "interrupted" }
            if await transport.isOutOfTime { report.interruption = "the time of the run is over (--time)" }
            if await transport.isLost { report.interruption = "the server does not respond" }
            if report.interruption != nil { break }
            onProgress(
                Progress(
                    operation: operation.label, operationsLeft: operations.count - index, requests: await transport.requests,
                    findings: report.findings.count))
            report.operations.append(operation.label)
            for test in RESTCases.cases(operation, schema, data, seed: options.seed) {
                guard !Task.isCancelled, await !transport.isOutOfTime, await !transport.isLost else { break }
                await perform(test, &report)
            }
        }
        report.requests = await transport.requests
        report.duration = start.duration(to: clock.now)
        if await !transport.hasResponse, report.requests > 0 { report.unreachable = await transport.firstFailure ?? "no response" }
        return report
    }

    private func mayCall(_ operation: OpenAPIDocument.Operation, _ report: inout RunReport) -> Bool {
        if !options.only.isEmpty, !options.only.contains(operation.id) { return false }
        if ["GET", "HEAD", "OPTIONS"].contains(operation.method) || options.allowsAll || options.allowed.contains(operation.id)
            || data.operations[operation.id]?.isAllowed == true || data.reading.contains(operation.id)
        {
            return true
        }
        report.skipped.append(
            .init(operation: operation.label, reason: "it may change something; --allow \(operation.id) tests it all the same"))
        return false
    }

    private func perform(_ test: RESTCase, _ report: inout RunReport) async {
        let url = base + test.target
        var headers: [(name: String, value: String)] = [("Accept", "application/json")]
        if test.body != nil { headers.append(("Content-Type", "application/json")) }
        let authentication = data.authentication(of: test.operation.id)
        if let value = authentication.header(method: test.operation.method, url: url, Variables()) {
            headers.append(("Authorization", value))
        }
        let exchange = await transport.send(
            url, method: test.operation.method, headers: headers, body: test.body.map { Array($0.text.utf8) })
        if exchange.response == nil, Task.isCancelled { return }
        let findings = RESTJudge(schema: schema, secrets: data.secrets, slow: options.slow).findings(test, exchange)
        report.cases.append(
            CaseResult(
                operation: test.operation.label, protocolName: "REST", name: test.name,
                outcome: exchange.status == 0 ? "no response" : "status \(exchange.status)",
                findings: findings.filter { !data.suppressed.contains($0.rule.id) }, exchange: exchange, mask: SecretMask(data.secrets),
                shrunk: nil))
    }
}

/// One request of the REST side.
struct RESTCase: Sendable {
    let operation: OpenAPIDocument.Operation
    let name: String
    /// Path and query.
    let target: String
    let body: JSONValue?
    let isValid: Bool
}

enum RESTCases {
    static func cases(_ operation: OpenAPIDocument.Operation, _ schema: JSONSchema, _ data: DataFile, seed: UInt64) -> [RESTCase] {
        var random = SeededGenerator(seed: seed, purpose: operation.id)
        let pinned = data.operations[operation.id]?.values ?? [:]
        func value(_ parameter: OpenAPIDocument.Parameter) -> String {
            pinned[parameter.name]?.text(Variables()) ?? plain(schema.sample(parameter.schema, isFull: false, &random))
        }
        func target(isFull: Bool, replacing: (String, String)? = nil) -> String {
            var path = operation.path
            var query: [String] = []
            for parameter in operation.parameters {
                let text = replacing.flatMap { $0.0 == parameter.name ? $0.1 : nil } ?? value(parameter)
                let encoded = Authentication.OAuth1.encoded(text)
                if parameter.location == "path" { path = path.replacing("{\(parameter.name)}", with: encoded) }
                if parameter.location == "query", parameter.isRequired || isFull {
                    query.append("\(Authentication.OAuth1.encoded(parameter.name))=\(encoded)")
                }
            }
            return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
        }
        let minimal = operation.body.map { applying(pinned, to: schema.sample($0, isFull: false, &random)) }
        let full = operation.body.map { applying(pinned, to: schema.sample($0, isFull: true, &random)) }
        var cases = [RESTCase(operation: operation, name: "minimal", target: target(isFull: false), body: minimal, isValid: true)]
        let whole = RESTCase(operation: operation, name: "full", target: target(isFull: true), body: full, isValid: true)
        if whole.target != cases[0].target || full != minimal { cases.append(whole) }
        for parameter in operation.parameters where parameter.location == "path" && schema.types(parameter.schema) == ["integer"] {
            cases.append(
                RESTCase(
                    operation: operation, name: "wrong type of \(parameter.name)",
                    target: target(isFull: false, replacing: (parameter.name, "not-a-number")),
                    body: minimal, isValid: false))
        }
        guard let minimal, let bodySchema = operation.body else { return cases }
        for (name, wrong) in wrongBodies(minimal, schema.document.resolve(bodySchema)) {
            guard !schema.problems(wrong, bodySchema).isEmpty else { continue }
            cases.append(RESTCase(operation: operation, name: name, target: target(isFull: false), body: wrong, isValid: false))
        }
        return cases
    }

    private static func wrongBodies(_ body: JSONValue, _ schema: JSONValue) -> [(String, JSONValue)] {
        guard case .object(let members) = body else { return [("wrong type", .object([:]))] }
        var wrong: [(String, JSONValue)] = [("array instead of object", .array([]))]
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] {
            var less = members
            less[name] = nil
            wrong.append(("missing \(name)", .object(less)))
            var other = members
            other[name] = .array([.object([:])])
            wrong.append(("wrong type of \(name)", .object(other)))
        }
        return Array(wrong.prefix(12))
    }

    static func applying(_ values: [String: DataValue], to body: JSONValue) -> JSONValue {
        guard case .object(var members) = body else { return body }
        for (name, value) in values where members[name] != nil {
            switch value {
            case .null: members[name] = nil
            case .object(let inner): members[name] = members[name].map { applying(inner, to: $0) }
            case .list(let items): members[name] = .array(items.compactMap { $0.text(Variables()).map(JSONValue.string) })
            case .text, .secret:
                guard let text = value.text(Variables()) else { continue }
                members[name] =
                    switch members[name] {
                    case .integer: Int64(text).map(JSONValue.integer) ?? .string(text)
                    case .number: Double(text).map(JSONValue.number) ?? .string(text)
                    case .bool: .bool(text == "true")
                    default: .string(text)
                    }
            }
        }
        return .object(members)
    }

    private static func plain(_ value: JSONValue) -> String {
        value.string ?? value.text
    }
}
