package import HTTPExchange

/// Tests a server against a description: one request after the other, until all is tested, the time is over or the task is cancelled.
package struct TestRun: Sendable {
    private let description: ServiceDescription
    private let catalogue: OperationCatalogue
    private let validator: SchemaValidator?
    private let schemaProblems: [String]
    private let data: DataFile
    private let options: RunOptions
    private let transport: Transport
    private let generator: CaseGenerator

    package init(_ description: ServiceDescription, data: DataFile, options: RunOptions, client: HTTPClient = HTTPClient()) {
        self.description = description
        self.data = data
        self.options = options
        catalogue = OperationCatalogue(description, endpoint: options.endpoint ?? data.endpoint)
        do throws(SchemaErrors) {
            validator = try SchemaValidator(description.schemas, adding: catalogue.wrappers)
            schemaProblems = []
        } catch {
            validator = nil
            schemaProblems = error.problems.map(\.message)
        }
        transport = Transport(client, options)
        generator = CaseGenerator(catalogue: catalogue, validator: validator, data: data, seed: options.seed)
    }

    /// - Parameter onProgress: called before each operation.
    package func run(onProgress: @Sendable (Progress) -> Void = { _ in }) async -> RunReport {
        let clock = ContinuousClock()
        let start = clock.now
        var report = RunReport(target: description.location, seed: options.seed)
        if validator == nil {
            report.notes.append("The schemas cannot be used for validation (see lint): \(schemaProblems.first ?? "unknown error")")
        }
        report.skipped = catalogue.untestable.map { RunReport.Skip(operation: $0.name, reason: $0.reason) }
        var variables = Variables()
        await establish(&variables, &report)
        let operations = testable(&report)
        for (index, operation) in operations.enumerated() {
            guard await goesOn(&report) else { break }
            let progress = Progress(
                operation: operation.name, operationsLeft: operations.count - index, requests: await transport.requests,
                findings: report.findings.count)
            onProgress(progress)
            await test(operation, variables, &report)
        }
        report.requests = await transport.requests
        report.duration = start.duration(to: clock.now)
        if await !transport.hasResponse, report.requests > 0 { report.unreachable = await transport.firstFailure ?? "no response" }
        return report
    }

    /// Saves the variables that operations hand to others, in the order of the file.
    private func establish(_ variables: inout Variables, _ report: inout RunReport) async {
        for name in data.order {
            guard let saved = data.operations[name]?.saved, !saved.isEmpty,
                let operation = catalogue.operations.first(where: { $0.name == name }), let version = operation.versions.first
            else { continue }
            guard let input = operation.input else { continue }
            var maker = PayloadGenerator(schema: catalogue.schema, form: .init(), seed: options.seed, purpose: name)
            let payload = data.applying(to: maker.payload(input), of: name, variables)
            var test = generator.testCase(operation, version, "values for other operations", [payload], .success, isValid: true)
            test.expectation = .success
            let exchange = await CaseSender(transport: transport, data: data).send(test, variables)
            var judgement = judge(variables).judge(test, exchange)
            if case .success(let element?) = judgement.outcome {
                for (variable, place) in saved { variables[variable] = element.texts(at: place).first }
            } else if exchange.response != nil {
                judgement.findings.append(Finding(OutcomeRules.chain, at: test.label, "it ends with \(judgement.outcome.label)"))
            }
            record(test, exchange, judgement, nil, variables, &report)
        }
    }

    private func testable(_ report: inout RunReport) -> [TestableOperation] {
        catalogue.operations.filter { operation in
            if !options.only.isEmpty { return options.only.contains(operation.name) && mayCall(operation, &report) }
            return mayCall(operation, &report)
        }
    }

    private func mayCall(_ operation: TestableOperation, _ report: inout RunReport) -> Bool {
        let isAllowed =
            options.allowsAll || options.allowed.contains(operation.name) || data.operations[operation.name]?.isAllowed == true
            || data.reading.contains(operation.name) || operation.isReading
        if !isAllowed {
            report.skipped.append(
                .init(operation: operation.name, reason: "it may change something; --allow \(operation.name) tests it all the same"))
        }
        return isAllowed
    }

    private func goesOn(_ report: inout RunReport) async -> Bool {
        if Task.isCancelled {
            report.interruption = "interrupted"
        } else if await transport.isOutOfTime {
            report.interruption = "the time of the run is over (--time)"
        } else if await transport.isLost {
            report.interruption = "the server does not respond"
        }
        return report.interruption == nil
    }

    private func judge(_ variables: Variables) -> ResponseJudge {
        ResponseJudge(validator: validator, secrets: data.secrets + variables.values.values, slow: options.slow)
    }

    // MARK: One operation

    private func test(_ operation: TestableOperation, _ variables: Variables, _ report: inout RunReport) async {
        var outcomes: [String: Outcome] = [:]
        var survivor: TestCase?
        report.operations.append(operation.name)
        for version in operation.versions where options.versions.contains(version) {
            var cases = generator.cases(operation, version, variables)
            if !options.cases.isEmpty { cases = cases.filter { options.cases.contains($0.name) } }
            if isGuessing(cases), !options.allowsLockout {
                report.notes.append(
                    "\(operation.name): a made-up password is sent once; --allow-lockout or values in the data file test more")
                cases =
                    Array(cases.prefix(1))
                    + cases.filter { $0.payload == nil && $0.expectation != .successOrFault && $0.expectation != .noFailure }
            }
            for test in cases {
                guard await goesOn(&report) else { return }
                guard let judgement = await perform(test, variables, &report) else { continue }
                if test.isValid, survivor == nil, case .success = judgement.outcome { survivor = test }
                guard let other = outcomes[test.name] else {
                    outcomes[test.name] = judgement.outcome
                    continue
                }
                guard test.demand == nil, test.payload != nil else { continue }
                let reads = operation.isReading || data.reading.contains(operation.name)
                if let finding = ParityJudge.finding(other, judgement.outcome, test, comparesValues: reads, volatile: data.volatile),
                    !data.suppressed.contains(finding.rule.id)
                {
                    report.add(finding)
                }
            }
        }
        if let survivor, operation.isReading, await goesOn(&report) {
            let exchange = await CaseSender(transport: transport, data: data).send(survivor, variables)
            if await isCut(exchange) { return }
            if case .success = judge(variables).judge(survivor, exchange).outcome { return }
            report.add(Finding(OutcomeRules.survival, at: survivor.label, "it succeeded before and fails now"))
        }
    }

    /// Whether the cases carry a password that the generator made up.
    private func isGuessing(_ cases: [TestCase]) -> Bool {
        cases.contains { test in
            guard let payload = test.payload, test.isValid else { return false }
            return payload.paths.contains { path in
                guard let element = payload[path[...]], !element.origin.isFromData, element.children.isEmpty else { return false }
                return SecretNames.isPassword(element.name.local)
            }
        }
    }

    /// Whether the end of the run ended the exchange, so that it says nothing about the server.
    private func isCut(_ exchange: Exchange) async -> Bool {
        guard exchange.response == nil else { return false }
        return Task.isCancelled ? true : await transport.isOutOfTime
    }

    /// - Returns: `nil` when the run ended before the response came.
    private func perform(_ test: TestCase, _ variables: Variables, _ report: inout RunReport) async -> Judgement? {
        let sender = CaseSender(transport: transport, data: data)
        let exchange = await sender.send(test, variables)
        if await isCut(exchange) { return nil }
        let judge = judge(variables)
        let judgement = judge.judge(test, exchange)
        var smaller: TestCase?
        if options.shrinks, let worst = judgement.findings.first(where: { $0.rule.severity > .note }), test.payload != nil,
            exchange.response != nil, !report.hasShrunk(worst.rule, test.operation.name)
        {
            let shrinker = Shrinker(generator: generator) { candidate in
                guard await !transport.isOutOfTime, !Task.isCancelled else { return false }
                let again = await sender.send(candidate, variables)
                return judge.judge(candidate, again).findings.contains { $0.rule == worst.rule }
            }
            smaller = await shrinker.shrunk(test)
        }
        record(test, exchange, judgement, smaller, variables, &report)
        return judgement
    }

    private func record(
        _ test: TestCase, _ exchange: Exchange, _ judgement: Judgement, _ smaller: TestCase?, _ variables: Variables,
        _ report: inout RunReport
    ) {
        let mask = SecretMask(data.secrets + variables.values.values)
        let kept = judgement.findings.filter { !data.suppressed.contains($0.rule.id) }
        report.cases.append(
            CaseResult(
                operation: test.operation.name, protocolName: "SOAP \(test.version.rawValue)", name: test.name,
                outcome: judgement.outcome.label,
                findings: kept, exchange: exchange, mask: mask, shrunk: smaller.map { String(decoding: $0.body, as: UTF8.self) }))
    }
}

/// Names of elements and members that hold secrets.
enum SecretNames {
    static func isPassword(_ name: String) -> Bool {
        let lower = name.lowercased()
        return ["password", "passwd", "passphrase", "passcode", "otp", "pin"].contains {
            lower == $0 || lower.hasSuffix($0) && $0.count > 3
        }
    }

    static func isSecret(_ name: String) -> Bool {
        let lower = name.lowercased()
        return isPassword(name)
            || ["secret", "token", "apikey", "api_key", "authorization", "credential", "signature"].contains { lower.contains($0) }
    }
}
