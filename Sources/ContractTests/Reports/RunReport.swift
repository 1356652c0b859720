import HTTPExchange

/// What a run found.
package struct RunReport: Sendable {
    package struct Skip: Sendable {
        package let operation: String
        package let reason: String
    }

    package let target: String
    package let seed: UInt64
    package var requests = 0
    package var duration: Duration = .zero
    /// Operations that were called.
    package var operations: [String] = []
    package var cases: [CaseResult] = []
    /// Findings that belong to no single request.
    package var further: [Finding] = []
    package var skipped: [Skip] = []
    package var notes: [String] = []
    /// Why the run ended before its end.
    package var interruption: String?
    /// Why no request got a response.
    package var unreachable: String?

    init(target: String, seed: UInt64) {
        self.target = target
        self.seed = seed
    }

    package var findings: [Finding] { cases.flatMap(\.findings) + further }

    mutating func add(_ finding: Finding) { further.append(finding) }

    package mutating func add(_ findings: [Finding]) { further += findings }

    func hasShrunk(_ rule: Rule, _ operation: String) -> Bool {
        cases.contains { $0.operation == operation && $0.findings.contains { $0.rule == rule } }
    }

    package mutating func append(_ other: RunReport) {
        requests += other.requests
        duration += other.duration
        operations += other.operations
        cases += other.cases
        further += other.further
        skipped += other.skipped
        notes += other.notes
        interruption = interruption ?? other.interruption
        unreachable = unreachable ?? other.unreachable
    }

    /// Findings that fail the run.
    package func failures(from severity: Severity) -> [Finding] { findings.filter { $0.rule.severity >= severity } }
}

/// One request with its verdict. All text is masked.
package struct CaseResult: Sendable {
    /// Bytes of a message that reports show.
    private static let longestMessage = 32_768

    package let operation: String
    package let protocolName: String
    package let name: String
    package let outcome: String
    package let findings: [Finding]
    package let duration: Duration
    package let status: Int
    package let request: String
    package let response: String
    package let curl: String
    /// The smallest message that breaks the same rule.
    package let shrunk: String?

    init(
        operation: String, protocolName: String, name: String, outcome: String, findings: [Finding], exchange: Exchange, mask: SecretMask,
        shrunk: String?
    ) {
        self.operation = operation
        self.protocolName = protocolName
        self.name = name
        self.outcome = outcome
        self.findings = findings.map { Finding($0.rule, at: mask.masked($0.place), mask.masked($0.message)) }
        duration = exchange.duration
        status = exchange.status
        request = mask.masked(Self.shown(exchange.body))
        response = mask.masked(Self.shown(exchange.response?.body ?? []))
        curl = findings.isEmpty ? "" : CurlLine.text(exchange, mask)
        self.shrunk = shrunk.map { mask.masked($0) }
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(longestMessage), as: UTF8.self)
        return bytes.count > longestMessage ? "\(text)… (\(bytes.count) bytes)" : text
    }
}
