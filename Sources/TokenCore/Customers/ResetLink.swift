public import ServiceModel

/// The address that a reset mail leads to: a text with `:token` and `:email`.
public struct ResetLink: Sendable, Equatable {
    let template: String

    public init(template: String) {
        self.template = template
    }

    /// Both values are percent-encoded; what they contain is not looked at for further placeholders.
    public func filled(token: Secret, email: String) -> Secret {
        var text = ""
        var rest = template[...]
        while let mark = rest.firstIndex(of: ":") {
            text += rest[..<mark]
            rest = rest[mark...]
            if rest.hasPrefix(":token") {
                text += Self.encoded(token.revealed)
                rest = rest.dropFirst(6)
            } else if rest.hasPrefix(":email") {
                text += Self.encoded(email)
                rest = rest.dropFirst(6)
            } else {
                text.append(":")
                rest = rest.dropFirst()
            }
        }
        return Secret(text + rest)
    }

    /// RFC 3986 §2.3: everything but unreserved characters is escaped.
    private static func encoded(_ text: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if plain.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
