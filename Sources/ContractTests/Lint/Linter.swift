/// Checks a description without calling anything.
package struct Linter: Sendable {
    /// Rule ids that are not reported.
    private let suppressed: Set<String>

    package init(suppressing suppressed: Set<String> = []) {
        self.suppressed = suppressed
    }

    /// Findings in the order of the rules' families, then of the document; each one once.
    package func findings(in description: ServiceDescription) -> [Finding] {
        let schema = SchemaReader.read(description.schemas)
        let all =
            WSDLRules.findings(description, schema) + ProfileRules.findings(description, schema)
            + SchemaRules.findings(description, schema) + ClientStackRules.findings(description, schema)
        var seen: Set<String> = []
        return all.filter { finding in
            !suppressed.contains(finding.rule.id) && seen.insert("\(finding.rule.id) \(finding.place) \(finding.message)").inserted
        }
    }
}
