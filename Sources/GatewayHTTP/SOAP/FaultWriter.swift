import SafeXML
import ServiceModel

/// Writes fault envelopes (contract: `soap.md` §7, §8).
struct FaultWriter: Sendable {
    let texts: MessageTexts

    /// - Parameters:
    ///   - namespace: the namespace of the detail.
    ///   - notUnderstood: the blocks that a SOAP 1.2 header names.
    func write(
        _ fault: Fault, version: SOAPVersion, namespace: String, notUnderstood: [Envelope.NotUnderstood] = []
    ) -> [UInt8] {
        var writer = XMLWriter(.versionAndEncoding, capacity: 768)
        let env = version.prefix
        writer.start(env + ":Envelope", [("xmlns:" + env, version.namespace)])
        if version == .v12 { header(fault, notUnderstood, to: &writer) }
        writer.start(env + ":Body")
        writer.start(env + ":Fault")
        switch version {
        case .v11: fault11(fault, namespace, to: &writer)
        case .v12: fault12(fault, namespace, to: &writer)
        }
        return writer.finish()
    }

    private func header(_ fault: Fault, _ notUnderstood: [Envelope.NotUnderstood], to writer: inout XMLWriter) {
        if fault.kind == .mustUnderstand, !notUnderstood.isEmpty {
            writer.element("env:Header") { writer in
                for block in notUnderstood {
                    if let namespace = block.name.namespace {
                        writer.empty("env:NotUnderstood", [("qname", "p:" + block.name.local), ("xmlns:p", namespace)])
                    } else {
                        writer.empty("env:NotUnderstood", [("qname", block.name.local)])
                    }
                }
            }
        }
        if fault.kind == .versionMismatch {
            writer.element("env:Header") { writer in
                writer.element("env:Upgrade") { writer in
                    for (prefix, version) in [("s12", SOAPVersion.v12), ("s11", .v11)] {
                        writer.empty(
                            "env:SupportedEnvelope", [("qname", prefix + ":Envelope"), ("xmlns:" + prefix, version.namespace)])
                    }
                }
            }
        }
    }

    private func fault12(_ fault: Fault, _ namespace: String, to writer: inout XMLWriter) {
        writer.element("env:Code") { writer in
            writer.element("env:Value", text: "env:" + FaultCode(fault.kind).localName(.v12))
            if fault.kind == .procedureNotPresent {
                writer.element("env:Subcode") { writer in
                    writer.element("env:Value", [("xmlns:rpc", SOAPNames.rpc)], text: "rpc:ProcedureNotPresent")
                }
            }
        }
        writer.element("env:Reason") { $0.element("env:Text", [("xml:lang", "en")], text: texts.text(of: fault)) }
        if Detail.exists(fault) { writer.element("env:Detail") { detail(fault, namespace, to: &$0) } }
    }

    private func fault11(_ fault: Fault, _ namespace: String, to writer: inout XMLWriter) {
        writer.element("faultcode", text: "SOAP-ENV:" + FaultCode(fault.kind).localName(.v11))
        writer.element("faultstring", text: texts.text(of: fault))
        if Detail.exists(fault) { writer.element("detail") { detail(fault, namespace, to: &$0) } }
    }

    private func detail(_ fault: Fault, _ namespace: String, to writer: inout XMLWriter) {
        writer.element("ns1:GenericFault", [("xmlns:ns1", namespace)]) { writer in
            let items = Detail.items(fault)
            if !items.isEmpty { parameters("Parameters", items, to: &writer) }
            guard !fault.collected.isEmpty else { return }
            writer.element("WrappedErrors") { writer in
                for inner in fault.collected {
                    writer.element("item") { writer in
                        writer.element("message", text: texts.text(of: inner))
                        let items = Detail.items(inner)
                        if !items.isEmpty { parameters("parameters", items, to: &writer) }
                    }
                }
            }
        }
    }

    private func parameters(_ name: String, _ items: [(key: String, value: String)], to writer: inout XMLWriter) {
        writer.element(name) { writer in
            for (key, value) in items {
                writer.element("item") { writer in
                    writer.element("key", text: key)
                    writer.element("value", text: value)
                }
            }
        }
    }
}

/// The content of a fault's detail (D38).
private enum Detail {
    static func exists(_ fault: Fault) -> Bool {
        !items(fault).isEmpty || !fault.collected.isEmpty
    }

    /// Positional values have the keys 1, 2, …; lists are omitted.
    static func items(_ fault: Fault) -> [(key: String, value: String)] {
        fault.parameters.enumerated().compactMap { index, argument in
            guard case .wire(let wire) = argument.value, let text = Scalar.text(wire) else { return nil }
            return (argument.name ?? String(index + 1), text)
        }
    }
}
