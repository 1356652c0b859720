import HTTPExchange

/// Compares a response with what the description and the specifications demand.
struct ResponseJudge: Sendable {
    let validator: SchemaValidator?
    /// Values that may not come back in faults.
    let secrets: [String]
    let slow: Duration

    func judge(_ test: TestCase, _ exchange: Exchange) -> Judgement {
        let place = test.label
        guard exchange.response != nil else {
            let reason = exchange.failure?.description ?? "no response"
            // A connection that is closed on an oversized request is a refusal, if a rude one.
            if test.name == "oversized", exchange.failure?.isLate == false { return Judgement(outcome: .other(status: 0)) }
            return Judgement(findings: [Finding(HTTPRules.noResponse, at: place, reason)], outcome: .other(status: 0))
        }
        let isMismatch = test.expectation == .fault(.versionMismatch)
        let reading = EnvelopeReading(
            exchange, version: test.version, allowsOtherVersion: isMismatch || test.body.isEmpty || test.method == .get, at: place)
        var judgement = Judgement(findings: reading.findings, outcome: reading.outcome)
        let version =
            reading.document.flatMap { document in
                SOAPVersion.allCases.first { $0.envelopeNamespace == document.root.name.namespace }
            } ?? test.version
        if test.operation.isOneWay, case .other(let status) = reading.outcome, exchange.text.isEmpty, status == 200 || status == 202 {
            judgement.outcome = .success(nil)
        }
        if test.method == .post {
            judgement.findings += HTTPRules.findings(
                exchange, judgement.outcome, version: version, isOneWay: test.operation.isOneWay, at: place)
        }
        if exchange.duration > slow { judgement.findings.append(Finding(HTTPRules.slow, at: place, "it took \(exchange.duration)")) }
        judgement.findings += leaks(test, exchange, judgement.outcome)
        switch judgement.outcome {
        case .success(let payload): judgement.findings += success(payload, test, reading)
        case .fault(let fault): judgement.findings += self.fault(fault, test, reading, version)
        case .other(let status): judgement.findings += other(status, test, exchange, reading)
        }
        judgement.findings += outcome(judgement.outcome, test)
        return judgement
    }

    // MARK: The message

    private func success(_ payload: Element?, _ test: TestCase, _ reading: EnvelopeReading) -> [Finding] {
        let place = test.label
        guard test.method == .post else { return [] }
        guard let declared = test.operation.output else {
            guard let payload else { return [] }
            return [Finding(MessageRules.payload, at: place, "there is \(payload.name) where nothing is declared")]
        }
        guard let payload, let document = reading.document, let path = reading.bodyPath else {
            if test.operation.isOneWay { return [] }
            return [Finding(MessageRules.bodyChild, at: place, "the Body is empty instead of \(declared.name)")]
        }
        // A server that takes a request in another namespace may respond in it.
        if test.isInAnotherNamespace, payload.name.local == declared.name.local { return [] }
        guard payload.name == declared.name else {
            return [Finding(MessageRules.payload, at: place, "\(payload.name) instead of \(declared.name)")]
        }
        return (validator?.problems(at: path, in: document) ?? []).prefix(3).map { Finding(MessageRules.invalid, at: place, $0.message) }
    }

    private func fault(_ fault: ReceivedFault, _ test: TestCase, _ reading: EnvelopeReading, _ version: SOAPVersion) -> [Finding] {
        guard let document = reading.document, let path = reading.bodyPath else { return [] }
        let place = test.label
        let element = path.reduce(document.root) { element, index in element.children[index] }
        var findings = FaultRules.findings(element, fault, version, at: place)
        let declared = Set(test.operation.faults.map(\.name))
        for detail in fault.details where !declared.isEmpty && !test.isInAnotherNamespace {
            if !declared.contains(detail.element.name) {
                findings.append(Finding(FaultRules.undeclaredDetail, at: place, "\(detail.element.name) is not declared"))
            } else {
                findings += (validator?.problems(at: detail.path, in: document) ?? []).prefix(3).map {
                    Finding(FaultRules.invalidDetail, at: place, $0.message)
                }
            }
        }
        if fault.details.isEmpty, !declared.isEmpty, fault.code == .sender, test.payload != nil {
            findings.append(Finding(FaultRules.missingDetail, at: place, "there is no detail"))
        }
        let header = document.root.child(version.envelopeNamespace, "Header")
        if fault.code == .mustUnderstand, version == .soap12 {
            let blocks = header?.children(Namespace.envelope12, "NotUnderstood") ?? []
            let named = blocks.compactMap { block in block["qname"].flatMap { block.expandedName($0) } }
            if !named.contains(QName("urn:contract-test:block", "Unknown")) {
                findings.append(Finding(FaultRules.notUnderstood, at: place, "no NotUnderstood names the block"))
            }
        }
        if fault.code == .versionMismatch, version == .soap12, header?.child(Namespace.envelope12, "Upgrade")?.children.isEmpty ?? true {
            findings.append(Finding(FaultRules.upgrade, at: place, "there is no Upgrade"))
        }
        return findings
    }

    private func other(_ status: Int, _ test: TestCase, _ exchange: Exchange, _ reading: EnvelopeReading) -> [Finding] {
        let place = test.label
        if status >= 500 {
            let isPage = EnvelopeReading.looksLikePage(exchange)
            // A status such as 501 or 505 for a GET is a refusal.
            if test.method == .get, status > 500 { return [] }
            return [Finding(isPage ? HTTPRules.page : HTTPRules.failureWithoutFault, at: place, "status \(status) without a fault")]
        }
        guard test.method == .post, reading.findings.isEmpty else { return [] }
        if (300..<400).contains(status) { return [] }
        if status < 300 {
            let isPage = EnvelopeReading.looksLikePage(exchange)
            return [Finding(isPage ? HTTPRules.page : MessageRules.envelope, at: place, "status \(status) without a SOAP message")]
        }
        // Refusals by the HTTP layer that SOAP does not reach.
        if HTTPRules.refusals.contains(status) || test.expectation == .noFailure { return [] }
        return [Finding(HTTPRules.refusalWithoutFault, at: place, "status \(status) without a fault")]
    }

    private func leaks(_ test: TestCase, _ exchange: Exchange, _ outcome: Outcome) -> [Finding] {
        let sent = String(decoding: exchange.body.prefix(100_000), as: UTF8.self)
        var findings: [Finding] = []
        if let leak = LeakDetector.leak(in: exchange.text, sent: sent) {
            findings.append(Finding(OutcomeRules.leak, at: test.label, "there is \(leak.kind): '\(leak.piece)'"))
        }
        if case .success = outcome { return findings }
        let sentSecrets = secrets.filter { $0.utf8.count > 3 && exchange.text.hasBytes(of: $0) }
        if !sentSecrets.isEmpty { findings.append(Finding(OutcomeRules.echo, at: test.label, "a secret is in the response")) }
        return findings
    }
}
