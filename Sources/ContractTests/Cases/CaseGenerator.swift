/// Makes the cases of an operation from the schema and the data file.
struct CaseGenerator: Sendable {
    let catalogue: OperationCatalogue
    let validator: SchemaValidator?
    let data: DataFile
    let seed: UInt64

    /// Cases of one operation in one version, in the order in which they are sent: valid, named, wrong, protocol.
    func cases(_ operation: TestableOperation, _ version: SOAPVersion, _ variables: Variables) -> [TestCase] {
        guard operation.addresses[version] != nil else { return [] }
        let named = namedCases(operation, version, variables)
        guard let input = operation.input else {
            return named + [testCase(operation, version, "minimal", [], .successOrFault, isValid: true)]
                + protocolCases(operation, version, nil)
        }
        let valid = ValidForms.payloads(input, catalogue.schema, seed: seed, purpose: operation.name).map { name, payload in
            (name: name, payload: data.applying(to: payload, of: operation.name, variables))
        }.filter { isValidMessage($0.payload) ?? true }
        guard let full = valid.first(where: { $0.name == "full" }) ?? valid.first, let minimal = valid.first else {
            return named
        }
        var cases = valid.map { testCase(operation, version, $0.name, [$0.payload], .successOrFault, isValid: true) } + named
        for form in WrongForms(full.payload).forms where isValidMessage(form.payload) != true {
            var wrong = testCase(operation, version, form.name, [form.payload], .fault(.sender))
            wrong.isOftenAccepted = form.isOftenAccepted || form.element.map { data.ignored.contains($0) } ?? false
            cases.append(wrong)
        }
        return cases + protocolCases(operation, version, minimal.payload)
    }

    func testCase(
        _ operation: TestableOperation, _ version: SOAPVersion, _ name: String, _ payloads: [Payload],
        _ expectation: TestCase.Expectation, isValid: Bool = false
    ) -> TestCase {
        TestCase(
            operation: operation, version: version, name: name, body: writer(operation, version).bytes(payloads),
            contentType: "\(version.mediaType); charset=utf-8", action: operation.addresses[version]?.action, expectation: expectation,
            payload: payloads.first, isValid: isValid)
    }

    /// A writer with the header blocks that the operation demands.
    func writer(_ operation: TestableOperation, _ version: SOAPVersion) -> EnvelopeWriter {
        var writer = EnvelopeWriter(version)
        writer.headers = operation.headers.map { declaration in
            var generator = PayloadGenerator(schema: catalogue.schema, form: .init(), seed: seed, purpose: "header \(declaration.name)")
            return EnvelopeWriter.HeaderBlock(payload: generator.payload(declaration))
        }
        return writer
    }

    private func namedCases(_ operation: TestableOperation, _ version: SOAPVersion, _ variables: Variables) -> [TestCase] {
        data.cases.filter { $0.operation == operation.name && ($0.version ?? version) == version }.map { named in
            var payloads: [Payload] = []
            if let input = operation.input {
                var generator = PayloadGenerator(schema: catalogue.schema, form: .init(isFull: false), seed: seed, purpose: operation.name)
                let base = data.applying(to: generator.payload(input), of: operation.name, variables)
                payloads = [named.applying(to: base, schema: catalogue.schema, input, seed: seed, variables)]
            }
            let expectation: TestCase.Expectation =
                switch named.outcome {
                case .success: .success
                case .fault(let code): .fault(code ?? .sender)
                case .any: .successOrFault
                }
            var made = testCase(operation, version, named.name, payloads, expectation)
            made.demand = named
            return made
        }
    }

    /// Whether a message is valid against the schemas. Without a validator that is not known, and what was made valid counts as such.
    func isValidMessage(_ payload: Payload) -> Bool? {
        guard let validator else { return nil }
        guard let document = try? XMLSource(EnvelopeWriter.document(payload)) else { return false }
        return validator.problems(at: [], in: document).isEmpty
    }
}
