/// The ways in which clients name an action.
enum SOAPAction {
    /// What stands between the quotation marks; `nil` without them: such an action is ignored (contract: `soap.md` §5).
    static func quoted(_ text: String) -> String? {
        let inner = Negotiation.trimmed(text[...])
        guard inner.count >= 2, inner.first == "\"", inner.last == "\"" else { return nil }
        return String(inner.dropFirst().dropLast())
    }

    /// The `action` parameter of `application/soap+xml` (RFC 3902); `nil` when there is none or more than one.
    static func parameter(of contentType: String?) -> String? {
        let values = (contentType ?? "").split(separator: ";").dropFirst().compactMap { part -> String? in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, Negotiation.trimmed(pair[0]).lowercased() == "action" else { return nil }
            return String(pair[1])
        }
        return values.count == 1 ? values.first : nil
    }
}
