/// The summary for people.
enum TextReport {
    /// Places of one finding that are listed.
    private static let mostPlaces = 5

    static func text(_ report: RunReport) -> String {
        var lines: [String] = []
        let groups = Dictionary(grouping: report.findings) { $0.rule }
        let order = groups.keys.sorted { ($1.severity, $0.id) < ($0.severity, $1.id) }
        for rule in order {
            let findings = groups[rule] ?? []
            lines.append("\(rule.severity.rawValue) \(rule.id): \(rule.requirement)")
            lines.append("    \(rule.reason)")
            for finding in findings.prefix(mostPlaces) { lines.append("    \(finding.place): \(finding.message)") }
            if findings.count > mostPlaces { lines.append("    … and \(findings.count - mostPlaces) more") }
            if rule.severity > .note, let example = report.cases.first(where: { $0.findings.contains { $0.rule == rule } }) {
                lines.append("    \(example.curl)")
                if let shrunk = example.shrunk { lines.append("    smallest message: \(shrunk)") }
            }
        }
        for note in report.notes { lines.append("note: \(note)") }
        if !report.skipped.isEmpty {
            lines.append("Not tested (\(report.skipped.count)):")
            for skip in report.skipped { lines.append("    \(skip.operation): \(skip.reason)") }
        }
        if let interruption = report.interruption { lines.append("Ended before its end: \(interruption)") }
        lines.append(summary(report))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func summary(_ report: RunReport) -> String {
        let counts = Severity.allCases.reversed().map { severity in
            let count = report.findings.filter { $0.rule.severity == severity }.count
            return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        let seconds = (report.duration.seconds * 10).rounded() / 10
        return
            "\(report.operations.count) operations, \(report.requests) requests, \(seconds) s, seed \(report.seed): \(counts.joined(separator: ", "))"
    }

    /// Findings of lint, one a line with its reason below.
    static func text(_ findings: [Finding]) -> String {
        findings.map {
            "\($0.place): \($0.rule.severity.rawValue) \($0.rule.id): \($0.message)\n    \($0.rule.requirement) \($0.rule.reason)\n"
        }.joined()
    }
}
