public import ServiceModel

/// The template of the link in a reset mail, with the placeholders `:token` and `:email`.
public struct ResetLink: Sendable, Equatable {
    let template: String

    public init(template: String) {
        self.template = template
    }

    /// Both values are percent-encoded; placeholders inside them are not replaced.
    public func filled(token: Secret, email: String) -> Secret {
        var text = ""
        var rest = template[...]
        while let mark = rest.firstIndex(of: ":") {
            text += rest[..<mark]
            rest = rest[mark...]
            if rest.hasPrefix(":token") {
                text += PercentEncoding.encode(token.revealed)
                rest = rest.dropFirst(6)
            } else if rest.hasPrefix(":email") {
                text += PercentEncoding.encode(email)
                rest = rest.dropFirst(6)
            } else {
                text.append(":")
                rest = rest.dropFirst()
            }
        }
        return Secret(text + rest)
    }
}
