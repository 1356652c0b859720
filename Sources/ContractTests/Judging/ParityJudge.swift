/// Compares the outcomes of one case in both versions.
enum ParityJudge {
    /// - Parameter comparesValues: the operation only reads, so both calls have to see the same.
    static func finding(_ first: Outcome, _ second: Outcome, _ test: TestCase, comparesValues: Bool, volatile: Set<String>) -> Finding? {
        let place = "\(test.operation.name) \(test.name)"
        func report(_ message: String) -> Finding { Finding(OutcomeRules.parity, at: place, message) }
        switch (first, second) {
        case (.success(let one), .success(let two)):
            guard comparesValues else { return nil }
            let differences = StructureComparison(volatile: volatile).differences(one, two)
            return differences.first.map { report("SOAP 1.1 and SOAP 1.2 differ: \($0)") }
        case (.fault(let one), .fault(let two)):
            if let a = one.code, let b = two.code, a != b { return report("\(a.rawValue) in SOAP 1.1, \(b.rawValue) in SOAP 1.2") }
            if withoutDigits(one.text) != withoutDigits(two.text) {
                return report("the texts are '\(one.text.prefix(100))' and '\(two.text.prefix(100))'")
            }
            if one.details.map(\.element.name) != two.details.map(\.element.name) { return report("only one version has the detail") }
            return nil
        // No response is a finding of its own.
        case (.other, .other), (.other(status: 0), _), (_, .other(status: 0)): return nil
        default:
            // A call that changes something may succeed once.
            guard comparesValues || !test.isValid else { return nil }
            return report("\(first.label) in SOAP 1.1, \(second.label) in SOAP 1.2")
        }
    }

    private static func withoutDigits(_ text: String) -> String { text.filter { !$0.isNumber } }
}
