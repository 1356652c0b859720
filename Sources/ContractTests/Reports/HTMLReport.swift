import SafeXML

/// One file for a browser with every message, without anything from outside.
enum HTMLReport {
    private static let style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1b1b;background:#fff}
        table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f5f5;padding:.6rem;border-radius:4px}
        .error{color:#a40000;font-weight:600}.warning{color:#8a5a00;font-weight:600}.note{color:#555}summary{cursor:pointer;padding:.2rem 0}
        """

    static func text(_ report: RunReport) -> String {
        var writer = XMLWriter(.none)
        writer.start("html", [("lang", "en")])
        writer.element("head") { writer in
            writer.empty("meta", [("charset", "utf-8")])
            writer.empty("meta", [("name", "viewport"), ("content", "width=device-width")])
            // Nothing is loaded, and no script runs whatever a server has sent.
            writer.empty("meta", [("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'")])
            writer.element("title", text: "Contract test of \(report.target)")
            writer.element("style", text: style)
        }
        writer.start("body")
        writer.element("h1", text: "Contract test")
        writer.element(
            "p",
            text:
                "\(report.target), seed \(report.seed): \(report.operations.count) operations, \(report.requests) requests, \(report.duration.seconds) s"
        )
        if let interruption = report.interruption {
            writer.element("p", [("class", "error")], text: "Ended before its end: \(interruption)")
        }
        findings(report, &writer)
        for note in report.notes { writer.element("p", [("class", "note")], text: note) }
        if !report.skipped.isEmpty {
            writer.element("h2", text: "Not tested")
            writer.start("ul")
            for skip in report.skipped { writer.element("li", text: "\(skip.operation): \(skip.reason)") }
            writer.end()
        }
        writer.element("h2", text: "Requests")
        for result in report.cases { self.result(result, &writer) }
        return "<!DOCTYPE html>\n" + String(decoding: writer.finish(), as: UTF8.self) + "\n"
    }

    private static func findings(_ report: RunReport, _ writer: inout XMLWriter) {
        writer.element("h2", text: "Findings")
        guard !report.findings.isEmpty else { return writer.element("p", text: "None.") }
        writer.start("table")
        writer.element("tr") { writer in
            for title in ["Rule", "Place", "Finding", "Requirement"] { writer.element("th", text: title) }
        }
        for finding in report.findings.sorted(by: { $0.rule.severity > $1.rule.severity }) {
            writer.element("tr") { writer in
                writer.element("td", [("class", finding.rule.severity.rawValue)], text: finding.rule.id)
                writer.element("td", text: finding.place)
                writer.element("td", text: finding.message)
                writer.element("td", text: "\(finding.rule.requirement) \(finding.rule.reason)")
            }
        }
        writer.end()
    }

    private static func result(_ result: CaseResult, _ writer: inout XMLWriter) {
        let worst = result.findings.map(\.rule.severity).max()
        writer.start("details")
        writer.element(
            "summary", worst.map { [("class", $0.rawValue)] } ?? [],
            text:
                "\(result.operation) · \(result.protocolName) · \(result.name): \(result.outcome), status \(result.status), \(result.duration.seconds) s"
        )
        for finding in result.findings {
            writer.element("p", [("class", finding.rule.severity.rawValue)], text: "\(finding.rule.id): \(finding.message)")
        }
        for (title, text) in [
            ("Request", result.request), ("Response", result.response), ("curl", result.curl), ("Smallest message", result.shrunk ?? ""),
        ]
        where !text.isEmpty {
            writer.element("h4", text: title)
            writer.element("pre", text: text)
        }
        writer.end()
    }
}
