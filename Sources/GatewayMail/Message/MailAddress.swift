import TokenCore

/// A mailbox: an address with a display name (RFC 5322 §3.4).
public struct MailAddress: Sendable, Equatable {
    public let address: String
    public let name: String

    /// `nil` when the address is not valid (``EmailAddress/isValid(_:)``) or the name is not allowed in a header field.
    public init?(_ address: String, name: String = "") {
        guard EmailAddress.isValid(address), HeaderText.isOneLine(name) else { return nil }
        self.address = address
        self.name = name
    }

    /// - Parameter text: `ADDRESS` or `NAME <ADDRESS>`.
    public init?(text: String) {
        guard text.last == ">", let open = text.lastIndex(of: "<") else {
            self.init(text)
            return
        }
        var name = text[..<open]
        while name.last == " " { name.removeLast() }
        if name.count >= 2, name.first == "\"", name.last == "\"" { name = name.dropFirst().dropLast() }
        self.init(String(text[text.index(after: open)...].dropLast()), name: String(name))
    }

    var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }
}
