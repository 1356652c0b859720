import HTTPExchange

/// A server made from a description: it refuses what the description forbids, and responds with generated messages or recorded ones.
package struct MockService: Sendable {
    private let description: ServiceDescription
    private let document: [UInt8]
    private let catalogue: OperationCatalogue
    private let validator: SchemaValidator?
    private let recording: Recording?
    private let seed: UInt64

    /// - Parameter document: the bytes of the description.
    package init(_ description: ServiceDescription, document: [UInt8], recording: Recording? = nil, seed: UInt64 = 1) {
        self.description = description
        self.document = document
        self.recording = recording
        self.seed = seed
        // Any address will do, as the mock has one of its own.
        catalogue = OperationCatalogue(description, endpoint: "http://localhost/")
        validator = try? SchemaValidator(description.schemas, adding: catalogue.wrappers)
    }

    /// Serves until the task is cancelled.
    package func serve(on listener: HTTPListener, at address: String) async throws {
        try await listener.serve { respond(to: $0, at: address) }
    }

    func respond(to request: ReceivedRequest, at address: String) -> GivenResponse {
        if request.method == "GET", request.target.lowercased().contains("wsdl") {
            return GivenResponse(status: 200, headers: [("Content-Type", "text/xml; charset=utf-8")], body: ownDocument(at: address))
        }
        guard request.method == "POST" else { return GivenResponse(status: 405, headers: [("Allow", "POST")]) }
        let guess: SOAPVersion = request.header("Content-Type")?.lowercased().hasPrefix("text/xml") == true ? .soap11 : .soap12
        if request.isTooLarge { return fault(MockFault(.sender, "The request is too large.", status: 413), guess) }
        do throws(MockFault) {
            return try call(request, guess)
        } catch {
            return fault(error, error.version ?? guess)
        }
    }

    /// The description with the mock's address in place of all others.
    private func ownDocument(at address: String) -> [UInt8] {
        var text = String(decoding: document, as: UTF8.self)
        for location in Set(description.services.flatMap(\.ports).compactMap(\.location)) {
            for written in [location, location.replacing("&", with: "&amp;")] {
                text = text.replacing("location=\"\(written)\"", with: "location=\"\(address)\"")
            }
        }
        return Array(text.utf8)
    }

    // MARK: Calls

    private func call(_ request: ReceivedRequest, _ guess: SOAPVersion) throws(MockFault) -> GivenResponse {
        let source: XMLSource
        do throws(XMLSourceError) { source = try XMLSource(request.body) } catch {
            throw MockFault(.sender, "The request cannot be read: \(error).")
        }
        let root = source.root
        guard let version = SOAPVersion.allCases.first(where: { root.isNamed($0.envelopeNamespace, "Envelope") }) else {
            throw MockFault(
                .versionMismatch, "The root is no envelope of a known version.", version: root.name.namespace == nil ? guess : .soap12)
        }
        func failed(_ code: FaultCode, _ text: String, blocks: [QName] = []) -> MockFault {
            MockFault(code, text, version: version, blocks: blocks)
        }
        if source.hasProcessingInstruction { throw failed(.sender, "There is a processing instruction.") }
        let namespace = version.envelopeNamespace
        let names = root.children.map(\.name)
        guard names == [QName(namespace, "Body")] || names == [QName(namespace, "Header"), QName(namespace, "Body")] else {
            throw failed(.sender, "The envelope has to have one Body.")
        }
        let unknown = (root.child(namespace, "Header")?.children ?? []).filter { mustUnderstand($0, version) }
        if !unknown.isEmpty { throw failed(.mustUnderstand, "A header block is not understood.", blocks: unknown.map(\.name)) }
        let body = root.children[names.count - 1]
        guard body.children.count <= 1 else { throw failed(.sender, "The Body has more than one element.") }
        guard let operation = operation(body.children.first, request, version) else { throw failed(.sender, "The operation is not known.") }
        if let payload = body.children.first {
            if version == .soap12, payload[namespace, "encodingStyle"] != nil {
                throw failed(.dataEncodingUnknown, "The encoding is not known.")
            }
            if let problem = validator?.problems(at: [names.count - 1, 0], in: source).first { throw failed(.sender, problem.message) }
        }
        return respond(operation, version, request)
    }

    private func mustUnderstand(_ block: Element, _ version: SOAPVersion) -> Bool {
        guard ["1", "true"].contains(block[version.envelopeNamespace, "mustUnderstand"]?.trimmingXMLSpace ?? "") else { return false }
        // Credentials are taken without being checked.
        if block.isNamed(Namespace.security, "Security") { return false }
        let role = block[version.envelopeNamespace, version == .soap11 ? "actor" : "role"] ?? ""
        return role.isEmpty || role.hasSuffix("/next") || role.hasSuffix("/ultimateReceiver")
    }

    private func operation(_ payload: Element?, _ request: ReceivedRequest, _ version: SOAPVersion) -> TestableOperation? {
        catalogue.operations.first { operation in
            guard operation.addresses[version] != nil, operation.input?.name == payload?.name else { return false }
            // Operations without content have nothing but the action to tell them apart.
            guard payload == nil else { return true }
            let action = operation.addresses[version]?.action ?? ""
            return !action.isEmpty && (request.header("SOAPAction") ?? request.header("Content-Type") ?? "").contains("\"\(action)\"")
        }
    }

    private func respond(_ operation: TestableOperation, _ version: SOAPVersion, _ request: ReceivedRequest) -> GivenResponse {
        if let recorded = recording?.response(to: request.body) { return recorded }
        if operation.isOneWay { return GivenResponse(status: 202) }
        let payloads = operation.output.map { output -> [Payload] in
            var generator = PayloadGenerator(
                schema: catalogue.schema, form: .init(isFull: true), seed: seed, purpose: "response \(operation.name)")
            return [generator.payload(output)]
        }
        return GivenResponse(
            status: 200, headers: [("Content-Type", "\(version.mediaType); charset=utf-8")],
            body: EnvelopeWriter(version).bytes(payloads ?? []))
    }
}
