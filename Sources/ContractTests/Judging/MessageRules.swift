import HTTPExchange

/// Requirements on envelopes and what they carry.
enum MessageRules {
    static let malformed = Rule("SOAP-XML", .error, "A message is well-formed XML.", "No client can read anything else.")
    static let doctype = Rule(
        "SOAP-DOCTYPE", .error, "A message has no DOCTYPE and no processing instruction.",
        "SOAP 1.1 §3; SOAP 1.2 Part 1 §5; WS-I R1008, R1009.")
    static let envelope = Rule(
        "SOAP-ENVELOPE", .error, "The response is an envelope of the version of the request.", "SOAP 1.2 Part 1, appendix A; WS-I R1015.")
    static let structure = Rule(
        "SOAP-STRUCTURE", .error, "An envelope has at most one Header and then one Body, and nothing else.",
        "SOAP 1.1 §4; SOAP 1.2 Part 1 §5.1; WS-I R1011.")
    static let bodyChild = Rule(
        "SOAP-BODY", .error, "The Body has the one element of the output message.", "WS-I Basic Profile 1.1 R9981, R2712.")
    static let payload = Rule(
        "SOAP-PAYLOAD", .error, "The element in the Body is the one that the description declares, in its namespace.",
        "WS-I Basic Profile 1.1 R2712; generated clients find no result in another element.")
    static let invalid = Rule(
        "SOAP-SCHEMA", .error, "The message is valid against the schema of the description.",
        "Strict clients (gSOAP, JAX-WS, .NET) refuse it or lose values.")
    static let encodingStyle = Rule(
        "SOAP-ENCODING-STYLE", .error, "Literal messages have no encodingStyle.",
        "WS-I Basic Profile 1.1 R1005, R1006; SOAP 1.2 Part 1 §5.1.1.")
    static let mustUnderstand = Rule(
        "SOAP-RESPONSE-HEADER", .warning, "Responses demand no header block that the description does not name.",
        "A client that does not know the block has to refuse the response.")

    static let all = [malformed, doctype, envelope, structure, bodyChild, payload, invalid, encodingStyle, mustUnderstand]
}

/// Reads a response as SOAP, and reports what is wrong with the envelope.
struct EnvelopeReading {
    private(set) var findings: [Finding] = []
    private(set) var outcome: Outcome
    /// The document and the way to the element in the Body.
    private(set) var document: XMLSource?
    private(set) var bodyPath: [Int]?
    private let place: String

    /// - Parameter version: the one that is due.
    init(_ exchange: Exchange, version: SOAPVersion, allowsOtherVersion: Bool, at place: String) {
        self.place = place
        outcome = .other(status: exchange.status)
        guard let response = exchange.response, !response.body.isEmpty else { return }
        let read: XMLSource
        do throws(XMLSourceError) {
            read = try XMLSource(response.body)
        } catch {
            if error.isDoctype, !Self.looksLikePage(exchange) {
                report(MessageRules.doctype, "there is a DOCTYPE")
            } else if exchange.mediaType.hasSuffix("xml"), !Self.looksLikePage(exchange) {
                report(MessageRules.malformed, "\(error)")
            }
            return
        }
        let root = read.root
        guard let written = SOAPVersion.allCases.first(where: { root.isNamed($0.envelopeNamespace, "Envelope") }) else {
            if root.name.local == "Envelope" {
                report(MessageRules.envelope, "the envelope has the namespace \(root.name.namespace ?? "")")
            } else if exchange.mediaType == version.mediaType {
                report(MessageRules.envelope, "the root is \(root.name)")
            }
            return
        }
        document = read
        if written != version, !allowsOtherVersion { report(MessageRules.envelope, "the response is SOAP \(written.rawValue)") }
        if read.hasProcessingInstruction { report(MessageRules.doctype, "there is a processing instruction") }
        examine(root, written)
    }

    static func looksLikePage(_ exchange: Exchange) -> Bool {
        let start = exchange.text.prefix(512).lowercased()
        return exchange.mediaType == "text/html" || exchange.mediaType == "application/xhtml+xml" || start.contains("<html")
            || start.contains("<!doctype html")
    }

    private mutating func report(_ rule: Rule, _ message: String) {
        findings.append(Finding(rule, at: place, message))
    }

    private mutating func examine(_ root: Element, _ version: SOAPVersion) {
        let namespace = version.envelopeNamespace
        let names = root.children.map { $0.name == QName(namespace, $0.name.local) ? $0.name.local : $0.name.description }
        if names != ["Body"], names != ["Header", "Body"] {
            report(MessageRules.structure, "the envelope has \(names.isEmpty ? "no children" : names.joined(separator: ", "))")
        }
        if root.content.contains(where: { if case .text(let text) = $0 { !text.trimmingXMLSpace.isEmpty } else { false } }) {
            report(MessageRules.structure, "there is text in the envelope")
        }
        for block in root.child(namespace, "Header")?.children ?? [] where ["1", "true"].contains(block[namespace, "mustUnderstand"] ?? "")
        {
            report(MessageRules.mustUnderstand, "the block \(block.name) has to be understood")
        }
        guard let bodyIndex = root.children.firstIndex(where: { $0.isNamed(namespace, "Body") }) else { return }
        let body = root.children[bodyIndex]
        for element in [root, body] + body.children where element[namespace, "encodingStyle"] != nil {
            report(MessageRules.encodingStyle, "\(element.name.local) has an encodingStyle")
        }
        if let faultIndex = body.children.firstIndex(where: { $0.name.local == "Fault" && $0.name.namespace == namespace }) {
            if body.children.count > 1 { report(MessageRules.bodyChild, "there is something else than the fault in the Body") }
            bodyPath = [bodyIndex, faultIndex]
            outcome = .fault(FaultRules.fault(body.children[faultIndex], version, path: [bodyIndex, faultIndex]))
            return
        }
        if body.children.count > 1 { report(MessageRules.bodyChild, "the Body has \(body.children.count) elements") }
        if !body.trimmedText.isEmpty { report(MessageRules.bodyChild, "the Body has text") }
        bodyPath = body.children.isEmpty ? nil : [bodyIndex, 0]
        outcome = .success(body.children.first)
    }
}
