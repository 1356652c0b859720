/// What lint prints.
package enum LintReport {
    package static func text(_ findings: [Finding], _ description: ServiceDescription) -> String {
        let counts = Severity.allCases.reversed().map { severity in
            "\(findings.filter { $0.rule.severity == severity }.count) \(severity.rawValue)s"
        }
        let operations = Set(description.portTypes.flatMap(\.operations).map(\.name)).count
        return TextReport.text(findings) + "\(description.location): \(operations) operations, \(counts.joined(separator: ", "))\n"
    }

    package static func json(_ findings: [Finding]) -> String {
        JSONValue.array(
            findings.map { finding in
                .object([
                    "rule": .string(finding.rule.id), "severity": .string(finding.rule.severity.rawValue), "place": .string(finding.place),
                    "message": .string(finding.message), "requirement": .string(finding.rule.requirement),
                    "reason": .string(finding.rule.reason),
                ])
            }
        ).text + "\n"
    }
}

/// What diff prints.
package enum DiffReport {
    package static func text(_ changes: [Change]) -> String {
        let sorted = changes.enumerated().sorted { ($1.element.compatibility, $0.offset) < ($0.element.compatibility, $1.offset) }.map(
            \.element)
        let lines = sorted.map { "\($0.compatibility.rawValue): \($0.place): \($0.message)\n    \($0.reason)\n" }
        let counts = Compatibility.allCases.reversed().map { kind in
            "\(changes.filter { $0.compatibility == kind }.count) \(kind.rawValue)"
        }
        return lines.joined() + counts.joined(separator: ", ") + "\n"
    }

    package static func json(_ changes: [Change]) -> String {
        JSONValue.array(
            changes.map { change in
                .object([
                    "place": .string(change.place), "message": .string(change.message),
                    "compatibility": .string(change.compatibility.rawValue),
                    "reason": .string(change.reason),
                ])
            }
        ).text + "\n"
    }
}
