/// The ways in which clients name an action.
enum SOAPAction {
    private static let quotationMark = UInt8(ascii: "\"")

    /// What stands between the quotation marks; `nil` without them: such an action is ignored (contract: `soap.md` §5).
    static func quoted(_ text: Substring) -> Substring? {
        let inner = Negotiation.trimmed(text)
        guard inner.utf8.count >= 2, inner.utf8.first == quotationMark, inner.utf8.last == quotationMark else { return nil }
        return Substring(inner.utf8.dropFirst().dropLast())
    }

    /// The `action` parameter of `application/soap+xml` (RFC 3902); `nil` when there is none or more than one.
    static func parameter(of contentType: String?) -> Substring? {
        var found: Substring?
        for part in (contentType ?? "").utf8.split(separator: UInt8(ascii: ";")).dropFirst() {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")),
                ASCII.equalsIgnoringCase(Negotiation.trimmed(Substring(part[..<equals])), "action")
            else { continue }
            guard found == nil else { return nil }
            found = Substring(part[part.index(after: equals)...])
        }
        return found
    }
}
