import SafeXML

/// Why the mock refuses a call.
struct MockFault: Error {
    let code: FaultCode
    let text: String
    let version: SOAPVersion?
    /// Header blocks that are not understood.
    let blocks: [QName]
    /// Instead of the status of the code.
    let status: Int?

    init(_ code: FaultCode, _ text: String, version: SOAPVersion? = nil, blocks: [QName] = [], status: Int? = nil) {
        self.code = code
        self.text = text
        self.version = version
        self.blocks = blocks
        self.status = status
    }
}

extension MockService {
    func fault(_ fault: MockFault, _ version: SOAPVersion) -> GivenResponse {
        var writer = XMLWriter(.versionAndEncoding)
        writer.start("soap:Envelope", [("xmlns:soap", version.envelopeNamespace)])
        if version == .soap12, fault.code == .versionMismatch || !fault.blocks.isEmpty {
            writer.element("soap:Header") { writer in
                for block in fault.blocks {
                    writer.empty("soap:NotUnderstood", [("qname", "b:\(block.local)"), ("xmlns:b", block.namespace ?? "")])
                }
                if fault.code == .versionMismatch {
                    writer.element("soap:Upgrade") { writer in
                        for served in SOAPVersion.allCases.reversed() {
                            writer.empty("soap:SupportedEnvelope", [("qname", "v:Envelope"), ("xmlns:v", served.envelopeNamespace)])
                        }
                    }
                }
            }
        }
        writer.start("soap:Body")
        writer.start("soap:Fault")
        switch version {
        case .soap11:
            let code = fault.code == .sender ? "Client" : fault.code == .receiver ? "Server" : fault.code.rawValue
            writer.element("faultcode", text: "soap:\(code)")
            writer.element("faultstring", text: fault.text)
        case .soap12:
            writer.element("soap:Code") { $0.element("soap:Value", text: "soap:\(fault.code.rawValue)") }
            writer.element("soap:Reason") { $0.element("soap:Text", [("xml:lang", "en")], text: fault.text) }
        }
        let status = fault.status ?? (version == .soap12 && fault.code == .sender ? 400 : 500)
        return GivenResponse(status: status, headers: [("Content-Type", "\(version.mediaType); charset=utf-8")], body: writer.finish())
    }
}
