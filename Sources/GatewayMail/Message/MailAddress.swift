/// A mailbox with the name of its owner.
public struct MailAddress: Sendable, Equatable {
    public let address: String
    public let name: String

    /// `nil` when the address or the name could end a header line or an SMTP command and begin another, or is no address that these can
    /// hold as it stands (RFC 5322 §3.4.1: dot-atoms; non-ASCII characters as RFC 6532 has them).
    public init?(_ address: String, name: String = "") {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let domain = parts.last else { return nil }
        guard Self.isDotAtom(local), Self.isDotAtom(domain), address.utf8.count <= 254, HeaderText.isOneLine(name) else { return nil }
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

    private static func isDotAtom(_ text: Substring) -> Bool {
        let atoms = text.split(separator: ".", omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.unicodeScalars.allSatisfy(isAtomic) }
    }

    private static func isAtomic(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return HeaderText.isVisible(scalar) && !scalar.properties.isWhitespace }
        return scalar.value > 0x20 && scalar.value < 0x7F && !"()<>[]:;@\\,.\"".unicodeScalars.contains(scalar)
    }
}
