import SafeXML
import ServiceModel

/// Serializes `Wire` as the XML of REST responses (contract: `rest.md` §10).
enum XMLResponse {
    static func write(_ wire: Wire, snakeCase: Bool) -> [UInt8] {
        var writer = XMLWriter(.version, layout: .indented, capacity: 256)
        append("response", wire, snakeCase: snakeCase, to: &writer)
        return writer.finish()
    }

    private static func append(_ name: String, _ wire: Wire, snakeCase: Bool, to writer: inout XMLWriter) {
        switch wire {
        case .null: writer.element(name, text: "")
        case .bool(let flag): writer.element(name, text: flag ? "true" : "false")
        case .text, .int, .integerLiteral, .double: writer.element(name, text: Scalar.text(wire) ?? "")
        case .list(let items):
            guard !items.isEmpty else { return writer.empty(name) }
            writer.element(name) { writer in
                for item in items { append("item", item, snakeCase: snakeCase, to: &writer) }
            }
        case .object(let object):
            guard !object.members.isEmpty else { return writer.empty(name) }
            writer.element(name) { writer in
                for member in object.members {
                    let key = snakeCase ? FieldName.snakeCase(member.name) : member.name
                    append(XMLName.sanitized(key), member.value, snakeCase: snakeCase, to: &writer)
                }
            }
        }
    }
}
