import SafeXML

/// The forms of a report for people and programs.
package enum ReportForm: String, Sendable, CaseIterable {
    case text, json, junit, tap, html

    /// By the name of a file: `.xml` is JUnit.
    package init?(path: String) {
        switch path.split(separator: ".").last?.lowercased() {
        case "xml": self = .junit
        case "json": self = .json
        case "tap": self = .tap
        case "html", "htm": self = .html
        case "txt": self = .text
        default: return nil
        }
    }
}

extension RunReport {
    package func text(_ form: ReportForm) -> String {
        switch form {
        case .text: TextReport.text(self)
        case .json: jsonValue.text + "\n"
        case .junit: junit
        case .tap: tap
        case .html: HTMLReport.text(self)
        }
    }

    private var jsonValue: JSONValue {
        func finding(_ finding: Finding) -> JSONValue {
            .object([
                "rule": .string(finding.rule.id), "severity": .string(finding.rule.severity.rawValue), "place": .string(finding.place),
                "message": .string(finding.message), "requirement": .string(finding.rule.requirement),
                "reason": .string(finding.rule.reason),
            ])
        }
        return .object([
            "target": .string(target), "seed": .string("\(seed)"), "requests": .integer(Int64(requests)),
            "seconds": .number(duration.seconds),
            "interruption": interruption.map { .string($0) } ?? .null, "notes": .array(notes.map { .string($0) }),
            "skipped": .array(skipped.map { .object(["operation": .string($0.operation), "reason": .string($0.reason)]) }),
            "findings": .array(further.map(finding)),
            "cases": .array(
                cases.map { result in
                    .object([
                        "operation": .string(result.operation), "protocol": .string(result.protocolName), "name": .string(result.name),
                        "outcome": .string(result.outcome), "status": .integer(Int64(result.status)),
                        "seconds": .number(result.duration.seconds),
                        "findings": .array(result.findings.map(finding)), "curl": .string(result.curl),
                        "shrunk": result.shrunk.map { .string($0) } ?? .null,
                    ])
                }),
        ])
    }

    /// The form that CI servers read. Notes are no failures.
    private var junit: String {
        var writer = XMLWriter(.versionAndEncoding, layout: .indented)
        let failing = cases.filter { $0.isFailure }.count
        let loose = further.filter { $0.rule.severity > .note }
        writer.start(
            "testsuite",
            [
                ("name", target), ("tests", "\(cases.count + loose.count + skipped.count)"), ("failures", "\(failing + loose.count)"),
                ("errors", "0"),
                ("skipped", "\(skipped.count)"), ("time", "\(duration.seconds)"),
            ])
        for result in cases {
            writer.start(
                "testcase",
                [
                    ("classname", result.operation), ("name", "\(result.protocolName) \(result.name)"),
                    ("time", "\(result.duration.seconds)"),
                ])
            if result.isFailure {
                let serious = result.findings.filter { $0.rule.severity > .note }
                let lines = serious.map { "\($0.rule.id): \($0.message). \($0.rule.requirement)" } + [result.curl]
                writer.element(
                    "failure", [("message", serious.first?.message ?? ""), ("type", serious.first?.rule.id ?? "")],
                    text: lines.joined(separator: "\n"))
            }
            writer.end()
        }
        for finding in loose {
            writer.start("testcase", [("classname", finding.rule.id), ("name", finding.place), ("time", "0")])
            writer.element("failure", [("message", finding.message), ("type", finding.rule.id)], text: finding.rule.requirement)
            writer.end()
        }
        for skip in skipped {
            writer.start("testcase", [("classname", skip.operation), ("name", "skipped"), ("time", "0")])
            writer.empty("skipped", [("message", skip.reason)])
            writer.end()
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// Test Anything Protocol, version 13.
    private var tap: String {
        let loose = further.filter { $0.rule.severity > .note }
        func line(_ text: String) -> String { text.replacing("#", with: "\\#").replacing("\n", with: " ") }
        var lines = ["TAP version 13", "1..\(cases.count + loose.count + skipped.count)"]
        var number = 0
        for result in cases {
            number += 1
            lines.append(
                "\(result.isFailure ? "not ok" : "ok") \(number) - \(line("\(result.operation) \(result.protocolName) \(result.name)"))")
            for finding in result.findings {
                lines.append("# \(finding.rule.severity.rawValue) \(finding.rule.id): \(line(finding.message))")
            }
        }
        for finding in loose {
            number += 1
            lines.append("not ok \(number) - \(line("\(finding.place) \(finding.rule.id): \(finding.message)"))")
        }
        for skip in skipped {
            number += 1
            lines.append("ok \(number) - \(line(skip.operation)) # SKIP \(line(skip.reason))")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension CaseResult {
    /// There is something worse than a note.
    package var isFailure: Bool { findings.contains { $0.rule.severity > .note } }
}

extension Duration {
    var seconds: Double {
        let parts = components
        return Double(parts.seconds) + Double(parts.attoseconds / 1_000_000_000_000_000) / 1000
    }
}
