import SafeXML
import ServiceModel

/// Writes the envelopes of results (contract: `soap.md` §5).
enum SOAPResponseWriter {
    /// - Parameter namespace: the namespace of the request's Body child, or of the WSDL.
    static func write(
        _ result: Wire, of description: OperationDescription, version: SOAPVersion, namespace: String
    ) -> [UInt8] {
        var writer = XMLWriter(.versionAndEncoding, capacity: 512)
        let env = version.prefix
        writer.start(env + ":Envelope", [("xmlns:" + env, version.namespace), ("xmlns:ns1", namespace)])
        writer.start(env + ":Body")
        writer.start("ns1:" + description.name + "Response")
        if let schema = description.soapOutput { append("result", result, schema, to: &writer) }
        return writer.finish()
    }

    /// Writes a value in the order of its schema. Required members without a value are empty text or 0.
    private static func append(_ name: String, _ wire: Wire, _ schema: Schema, to writer: inout XMLWriter) {
        switch (schema, wire) {
        case (.object(let shape), .object(let object)):
            writer.element(name) { writer in
                for member in shape.members {
                    if let value = object[member.name] {
                        append(member.name, value, member.schema, to: &writer)
                    } else if member.isRequired {
                        append(member.name, .null, member.schema, to: &writer)
                    }
                }
            }
        case (.list(let element), .list(let items)):
            writer.element(name) { writer in
                for item in items { append("item", item, element, to: &writer) }
            }
        case (.object, _), (.list, _): writer.element(name, text: "")
        case (.int, .null), (.float, .null): writer.element(name, text: "0")
        case (.boolean, .null), (_, .bool(false)): writer.element(name, text: "false")
        case (_, .bool(true)): writer.element(name, text: "true")
        default: writer.element(name, text: Scalar.text(wire) ?? "")
        }
    }
}
