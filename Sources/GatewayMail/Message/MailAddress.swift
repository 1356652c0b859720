import TokenCore

/// A mailbox with the name of its owner.
public struct MailAddress: Sendable, Equatable {
    public let address: String
    public let name: String

    /// `nil` for an address that breaks ``EmailAddress/isValid(_:)``, and when the name could end a header line and begin another.
    public init?(_ address: String, name: String = "") {
        guard EmailAddress.isValid(address), HeaderText.isOneLine(name) else { return nil }
        self.address = address
        self.name = name
    }

    /// `ADDRESS` or `NAME <ADDRESS>`, as an operator writes it.
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
