package import HTTPExchange

/// Sends the requests of a recording to another server and compares its responses with the recorded ones.
package struct Replay: Sendable {
    private let recording: Recording
    private let location: String
    private let endpoint: String
    private let data: DataFile
    private let options: RunOptions
    private let transport: Transport

    /// - Parameter endpoint: scheme, host and port of the server; paths come from the recording.
    package init(
        _ recording: Recording, from location: String, endpoint: String, data: DataFile, options: RunOptions,
        client: HTTPClient = HTTPClient()
    ) {
        self.recording = recording
        self.location = location
        self.endpoint = Self.origin(endpoint)
        self.data = data
        self.options = options
        transport = Transport(client, options)
    }

    private static func origin(_ url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }

    package func run(onProgress: @Sendable (Progress) -> Void = { _ in }) async -> RunReport {
        let clock = ContinuousClock()
        let start = clock.now
        var report = RunReport(target: location, seed: options.seed)
        var values: [String: String] = [:]
        for (name, value) in data.placeholders { values["{{\(name)}}"] = value.text(Variables()) }
        for (index, entry) in recording.entries.enumerated() {
            if Task.isCancelled { report.interruption = "interrupted" }
            if await transport.isOutOfTime { report.interruption = "the time of the run is over (--time)" }
            if await transport.isLost { report.interruption = "the server does not respond" }
            if report.interruption != nil { break }
            onProgress(
                Progress(
                    operation: entry.label, operationsLeft: recording.entries.count - index, requests: await transport.requests,
                    findings: report.findings.count))
            report.operations.append(entry.label)
            await replay(entry, number: index + 1, &values, &report)
        }
        report.requests = await transport.requests
        report.duration = start.duration(to: clock.now)
        if await !transport.hasResponse, report.requests > 0 { report.unreachable = await transport.firstFailure ?? "no response" }
        return report
    }

    private func replay(_ entry: Recording.Entry, number: Int, _ values: inout [String: String], _ report: inout RunReport) async {
        let known = values
        let fill = { (text: String) in known.reduce(text) { $0.replacing($1.key, with: $1.value) } }
        let target = fill(entry.target)
        let body = fill(entry.request)
        var headers = entry.requestHeaders.filter { !["user-agent", "accept"].contains($0.name.lowercased()) }.map {
            ($0.name, fill($0.value))
        }
        let method = entry.method
        if case .none = data.authentication ?? .none {
        } else if let header = (data.authentication ?? .none).header(method: method, url: endpoint + target, Variables()) {
            headers.removeAll { $0.0.lowercased() == "authorization" }
            headers.append(("Authorization", header))
        }
        if let lacking = ([target, body] + headers.map(\.1)).lazy.compactMap({ $0.firstMatch(of: /\{\{secret\d+\}\}/) }).first {
            report.skipped.append(
                .init(
                    operation: "\(number) \(entry.label)", reason: "\(lacking.output) has no value; give it under secrets in the data file")
            )
            return
        }
        let exchange = await transport.send(
            endpoint + target, method: method, headers: headers.map { (name: $0.0, value: $0.1) },
            body: body.isEmpty && method == "GET" ? nil : Array(body.utf8))
        if exchange.response == nil, Task.isCancelled { return }
        let findings = ReplayJudge(volatile: data.volatile).findings(entry, exchange, at: "\(number) \(entry.label)", &values)
        report.cases.append(
            CaseResult(
                operation: "\(number) \(entry.label)", protocolName: "recorded", name: "exchange \(number)",
                outcome: exchange.status == 0 ? "no response" : "status \(exchange.status)",
                findings: findings.filter { !data.suppressed.contains($0.rule.id) }, exchange: exchange,
                mask: SecretMask(Array(values.values) + data.secrets), shrunk: nil))
    }
}
