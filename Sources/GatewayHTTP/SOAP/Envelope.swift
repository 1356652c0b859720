import SafeXML
import ServiceModel

/// A SOAP message with a valid structure (contract: `soap.md` §6, steps 5 to 9).
struct Envelope: Sendable {
    let version: SOAPVersion
    /// The single child of Body.
    let payload: XMLElement

    /// A mandatory header block that is not understood.
    struct NotUnderstood: Sendable {
        let name: XMLName
    }

    /// - Parameter notUnderstood: set when `soap.must-understand` is thrown.
    /// - Throws: `soap.structure`, `soap.must-understand`, `soap.body`, `soap.encoding-style`.
    init(_ root: XMLElement, version: SOAPVersion, notUnderstood: inout [NotUnderstood]) throws(Fault) {
        self.version = version
        let (header, body) = try Self.parts(of: root, version)
        notUnderstood = try Self.notUnderstood(in: header?.children ?? [], version)
        guard notUnderstood.isEmpty else { throw Fault(.soapMustUnderstand) }
        guard body.children.count == 1, body.isTextWhitespace, let payload = body.children.first else { throw Fault(.soapBody) }
        if version == .v12, Self.isEncoded(payload) { throw Fault(.soapEncodingStyle) }
        self.payload = payload
    }

    /// Header and Body: at most one Header, then exactly one Body, without other elements or text.
    private static func parts(of root: XMLElement, _ version: SOAPVersion) throws(Fault) -> (XMLElement?, XMLElement) {
        let isPart: (XMLElement, String) -> Bool = { $0.name.matches($1, in: version.namespace) }
        guard root.isTextWhitespace, let last = root.children.last, isPart(last, "Body"), root.children.count <= 2 else {
            throw Fault(.soapStructure)
        }
        let header = root.children.count == 2 ? root.children.first : nil
        if let header, !isPart(header, "Header") || !header.isTextWhitespace { throw Fault(.soapStructure) }
        if version == .v12 {
            for element in [root, header, last].compactMap(\.self) where !element.attributes.allSatisfy({ isAllowed($0.name) }) {
                throw Fault(.soapStructure)
            }
        }
        return (header, last)
    }

    /// SOAP 1.2 allows qualified attributes on its elements, except `encodingStyle`.
    private static func isAllowed(_ name: XMLName) -> Bool {
        name.namespace != nil && !name.matches("encodingStyle", in: SOAPVersion.v12.namespace)
    }

    /// The blocks for this node with a true `mustUnderstand`. No block is understood.
    private static func notUnderstood(in blocks: [XMLElement], _ version: SOAPVersion) throws(Fault) -> [NotUnderstood] {
        var found: [NotUnderstood] = []
        var isMalformed = false
        for block in blocks {
            guard let value = block.attribute(named: "mustUnderstand", namespace: version.namespace) else { continue }
            let role = block.attribute(named: version.roleAttribute, namespace: version.namespace)
            switch XMLText.trimmed(value) {
            case "1", "true": if version.isTargeted(role: role) { found.append(NotUnderstood(name: block.name)) }
            case "0", "false": break
            default: isMalformed = true
            }
        }
        if isMalformed { throw Fault(.soapStructure) }
        return found
    }

    private static func isEncoded(_ element: XMLElement) -> Bool {
        if let style = element.attribute(named: "encodingStyle", namespace: SOAPVersion.v12.namespace),
            !style.utf8Equals(SOAPNames.noEncoding)
        {
            return true
        }
        return element.children.contains(where: isEncoded)
    }
}
