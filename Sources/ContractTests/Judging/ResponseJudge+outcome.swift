// Whether the outcome is the one that is due.

extension ResponseJudge {
    func outcome(_ outcome: Outcome, _ test: TestCase) -> [Finding] {
        let place = test.label
        func finding(_ rule: Rule, _ message: String) -> [Finding] { [Finding(rule, at: place, message)] }
        if let demand = test.demand { return demanded(demand, outcome, place) }
        switch (test.expectation, outcome) {
        case (.successOrFault, .success), (.success, .success), (.noFailure, _), (.refusal, .fault): return []
        case (.successOrFault, .fault(let fault)):
            switch fault.code {
            case .receiver: return finding(OutcomeRules.failure, "the server reports a failure of its own: \(fault.text.prefix(200))")
            case .mustUnderstand, .versionMismatch, .dataEncodingUnknown:
                return finding(OutcomeRules.wronglyRefused, "it is refused with \(fault.codeName)")
            default: return []
            }
        case (.successOrFault, .other), (.refusal, .other), (.success, .other), (.fault, .other): return []
        case (.success, .fault(let fault)):
            return finding(OutcomeRules.expectation, "a fault instead of success: \(fault.text.prefix(200))")
        case (.refusal, .success): return finding(OutcomeRules.accepted, "it is accepted")
        case (.fault(let due), .success):
            switch due {
            case .mustUnderstand: return finding(OutcomeRules.ignoredHeader, "the call succeeds")
            case .versionMismatch: return finding(OutcomeRules.version, "the call succeeds")
            default: return finding(test.isOftenAccepted ? OutcomeRules.lenient : OutcomeRules.accepted, "it is accepted")
            }
        case (.fault(let due), .fault(let fault)): return code(fault, due: due, test, place)
        }
    }

    private func code(_ fault: ReceivedFault, due: FaultCode, _ test: TestCase, _ place: String) -> [Finding] {
        // A code of the server's own is allowed in SOAP 1.1 and says nothing about the side.
        guard let code = fault.code, code != due else { return [] }
        if due == .versionMismatch, code == .sender {
            return [Finding(OutcomeRules.faultCode, at: place, "the code is \(fault.codeName) instead of \(due.rawValue)")]
        }
        if code == .receiver {
            return [Finding(OutcomeRules.blamesItself, at: place, "the code is \(fault.codeName): \(fault.text.prefix(200))")]
        }
        if due == .dataEncodingUnknown, code == .sender { return [] }
        // SOAP 1.1 knows no code for a Body that is no envelope at all.
        if due == .sender, code == .versionMismatch, test.payload == nil { return [] }
        return [Finding(OutcomeRules.faultCode, at: place, "the code is \(fault.codeName) instead of \(due.rawValue)")]
    }

    private func demanded(_ demand: NamedCase, _ outcome: Outcome, _ place: String) -> [Finding] {
        var findings: [Finding] = []
        func report(_ message: String) { findings.append(Finding(OutcomeRules.expectation, at: place, message)) }
        var content: [Element] = []
        switch (demand.outcome, outcome) {
        case (.success, .fault(let fault)): report("a fault instead of success: \(fault.text.prefix(200))")
        case (.fault, .success): report("success instead of a fault")
        case (.fault(let code?), .fault(let fault)) where fault.code != code:
            report("the code is \(fault.codeName) instead of \(code.rawValue)")
        case (_, .other(let status)): report("status \(status) without a SOAP message")
        default: break
        }
        switch outcome {
        case .success(let payload): content = payload.map { [$0] } ?? []
        case .fault(let fault):
            content = fault.details.map(\.element)
            if let message = demand.message, !fault.text.contains(message) { report("the text is '\(fault.text.prefix(200))'") }
        case .other: break
        }
        for (place, value) in demand.expected.sorted(by: { $0.key < $1.key }) {
            let found = content.flatMap { $0.texts(at: place) }
            let wanted = value.text(Variables()) ?? ""
            if !found.contains(wanted) {
                report(
                    "\(place) is \(found.isEmpty ? "not there" : "'\(found.joined(separator: "', '").prefix(200))'") instead of '\(wanted)'"
                )
            }
        }
        return findings
    }
}

extension Element {
    /// The texts of the elements at a place: local names joined by `/`, from the children of this element on.
    func texts(at place: String) -> [String] {
        place.split(separator: "/").reduce([self]) { elements, name in
            elements.flatMap { $0.children.filter { $0.name.local == name } }
        }.map(\.text)
    }
}
