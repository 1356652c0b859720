import SafeXML
import ServiceModel

/// A SOAP message whose structure has been checked (contract: `soap.md` §6, steps 5 to 9).
struct Envelope: Sendable {
    let version: SOAPVersion
    /// The single child of Body.
    let payload: XMLElement

    /// A header block that has to be understood and is not.
    struct Misunderstood: Sendable {
        let name: XMLName
    }

    /// - Parameter notUnderstood: set when `soap.must-understand` is thrown.
    /// - Throws: `soap.structure`, `soap.must-understand`, `soap.body`, `soap.encoding-style`.
    init(_ root: XMLElement, version: SOAPVersion, notUnderstood: inout [Misunderstood]) throws(Fault) {
        self.version = version
        let (header, body) = try Self.parts(of: root, version)
        notUnderstood = try Self.notUnderstood(in: header?.children ?? [], version)
        guard notUnderstood.isEmpty else { throw Fault(.soapMustUnderstand) }
        guard body.children.count == 1, body.isTextBlank, let payload = body.children.first else { throw Fault(.soapBody) }
        if version == .v12, Self.isEncoded(payload) { throw Fault(.soapEncodingStyle) }
        self.payload = payload
    }

    /// At most one Header, then exactly one Body, nothing else, no text.
    private static func parts(of root: XMLElement, _ version: SOAPVersion) throws(Fault) -> (XMLElement?, XMLElement) {
        let isPart: (XMLElement, String) -> Bool = { $0.name.matches($1, in: version.namespace) }
        guard root.isTextBlank, let last = root.children.last, isPart(last, "Body"), root.children.count <= 2 else {
            throw Fault(.soapStructure)
        }
        let header = root.children.count == 2 ? root.children.first : nil
        if let header, !isPart(header, "Header") || !header.isTextBlank { throw Fault(.soapStructure) }
        if version == .v12 {
            for element in [root, header, last].compactMap(\.self) where !element.attributes.allSatisfy({ isAllowed($0.name) }) {
                throw Fault(.soapStructure)
            }
        }
        return (header, last)
    }

    /// SOAP 1.2 allows qualified attributes on its own elements, but no `encodingStyle`.
    private static func isAllowed(_ name: XMLName) -> Bool {
        name.namespace != nil && !name.matches("encodingStyle", in: SOAPVersion.v12.namespace)
    }

    /// Blocks for us with mustUnderstand true. No block is understood.
    private static func notUnderstood(in blocks: [XMLElement], _ version: SOAPVersion) throws(Fault) -> [Misunderstood] {
        var found: [Misunderstood] = []
        var isMalformed = false
        for block in blocks {
            guard let value = block.attribute(named: "mustUnderstand", namespace: version.namespace) else { continue }
            let role = block.attribute(named: version.roleAttribute, namespace: version.namespace)
            switch XMLBlank.trimmed(value) {
            case "1", "true": if version.isForUs(role: role) { found.append(Misunderstood(name: block.name)) }
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
