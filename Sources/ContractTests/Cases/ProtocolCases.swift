import SafeXML

// Requests that break SOAP or XML, and some that only look odd.

extension CaseGenerator {
    private static let unknownBlock: Payload = {
        var block = Payload(QName("urn:contract-test:block", "Unknown"))
        block.text = "x"
        return block
    }()

    func protocolCases(_ operation: TestableOperation, _ version: SOAPVersion, _ payload: Payload?) -> [TestCase] {
        let payloads = payload.map { [$0] } ?? []
        func make(
            _ name: String, _ expectation: TestCase.Expectation, _ body: [UInt8], _ change: (inout TestCase) -> Void = { _ in }
        ) -> TestCase {
            var made = testCase(operation, version, name, payloads, expectation)
            made.body = body
            made.payload = nil
            change(&made)
            return made
        }
        let whole = writer(operation, version).bytes(payloads)
        let bare = writer(operation, version).bytes(payloads, declaration: .none)
        func withHeader(_ mustUnderstand: String?, role: String? = nil) -> [UInt8] {
            var writer = writer(operation, version)
            writer.headers.append(.init(payload: Self.unknownBlock, mustUnderstand: mustUnderstand, role: role))
            return writer.bytes(payloads)
        }
        var cases = [
            make("empty request", .fault(.sender), []),
            make("not XML", .fault(.sender), Array("{\"not\": \"xml\"}".utf8)),
            make("truncated XML", .fault(.sender), Array(whole.prefix(whole.count * 2 / 3))),
            make("DOCTYPE", .fault(.sender), Array("<!DOCTYPE Envelope [<!ENTITY e \"x\">]>".utf8) + bare),
            make("processing instruction", .fault(.sender), Array("<?contract test?>".utf8) + bare) { $0.isOftenAccepted = true },
            make("unknown operation", .fault(.sender), writer(operation, version).bytes([Payload(QName("urn:contract-test", "Unknown"))])) {
                $0.action = nil
            },
            make("empty Body", operation.input == nil ? .noFailure : .fault(.sender), writer(operation, version).bytes([])) {
                // SOAP 1.1 servers may dispatch by the action alone.
                $0.isOftenAccepted = true
            },
            make("no Body", .fault(.sender), envelope(version, "")),
            make("unknown header block", .successOrFault, withHeader(nil)),
            make("mustUnderstand false", .successOrFault, withHeader("0")),
            make("mustUnderstand", .fault(.mustUnderstand), withHeader("1")),
            make("mustUnderstand for another role", .successOrFault, withHeader("1", role: "urn:contract-test:role")),
            make("unknown envelope version", .fault(.versionMismatch), unknownVersion(operation, version, payloads)) {
                $0.isOftenAccepted = false
            },
            make("media type of JSON", .noFailure, whole) { $0.contentType = "application/json" },
            make("no media type", .noFailure, whole) { $0.contentType = nil },
            make("oversized", .noFailure, oversized(bare)),
            make("deep", .refusal, envelope(version, "<soap:Body>\(nested(5000))</soap:Body>")),
            make("UTF-16 declared", .noFailure, Array("<?xml version=\"1.0\" encoding=\"UTF-16\"?>".utf8) + bare),
            make(
                "invalid UTF-8", .fault(.sender),
                envelope(version, "<soap:Body><a>") + [0xC3, 0x28] + Array("</a></soap:Body></soap:Envelope>".utf8)),
            make("GET", .noFailure, []) { $0.method = .get },
        ]
        if payloads.count == 1 {
            let extra = Payload(QName("urn:contract-test", "Second"))
            cases.append(
                make("two Body children", .fault(.sender), writer(operation, version).bytes(payloads + [extra])) {
                    $0.isOftenAccepted = true
                })
        }
        if version == .soap12, let payload {
            var encoded = payload
            encoded.attributes[QName(Namespace.envelope12, "encodingStyle")] = "urn:contract-test:encoding"
            cases.append(
                make("unknown encodingStyle", .fault(.dataEncodingUnknown), writer(operation, version).bytes([encoded])) {
                    $0.isOftenAccepted = true
                })
        }
        return cases
    }

    private func envelope(_ version: SOAPVersion, _ content: String) -> [UInt8] {
        let isOpen = content.hasSuffix("<a>")
        return Array("<soap:Envelope xmlns:soap=\"\(version.envelopeNamespace)\">\(content)\(isOpen ? "" : "</soap:Envelope>")".utf8)
    }

    private func unknownVersion(_ operation: TestableOperation, _ version: SOAPVersion, _ payloads: [Payload]) -> [UInt8] {
        var writer = writer(operation, version)
        writer.envelopeNamespace = "http://www.w3.org/2001/12/soap-envelope"
        return writer.bytes(payloads)
    }

    /// A valid message behind a comment of two megabytes.
    private func oversized(_ bare: [UInt8]) -> [UInt8] {
        Array("<!--\(String(repeating: "x", count: 2 * 1024 * 1024))-->".utf8) + bare
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
}
