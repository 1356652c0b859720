import ServiceModel

/// Where passwords come from; tests bring their own.
protocol SecretInput: Sendable {
    /// Whether somebody can be asked.
    var isTerminal: Bool { get }
    /// Everything up to the end, at most `limit` bytes; `nil` when there is more.
    func readAll(limit: Int) throws -> [UInt8]?
    /// One line, typed unseen.
    func readHidden(prompt: String) throws -> [UInt8]
}

/// Passwords for commands: from standard input or typed, never an argument, which other users of the machine could see
/// (security.md B120).
enum PasswordReader {
    /// Bytes; a longer password would be refused anyway.
    static let limit = 64 * 1024

    /// - Parameter isPiped: take all of standard input but one line feed at its end, instead of asking twice.
    static func read(piped isPiped: Bool, of name: String, from input: any SecretInput) throws -> Secret {
        if isPiped { return try piped(input) }
        guard input.isTerminal else {
            throw Refusal("nobody can be asked for the password: pass --password-stdin and the password on standard input")
        }
        let first = try secret(input.readHidden(prompt: "Password for \(VisibleText.of(name)): "))
        let second = try secret(input.readHidden(prompt: "The same again: "))
        guard first.matches(second) else { throw Refusal("the two passwords differ") }
        return first
    }

    private static func piped(_ input: any SecretInput) throws -> Secret {
        guard var bytes = try input.readAll(limit: limit) else { throw Refusal("the password on standard input is too long") }
        if bytes.last == 0x0A {
            bytes.removeLast()
            if bytes.last == 0x0D { bytes.removeLast() }
        }
        return try secret(bytes)
    }

    private static func secret(_ bytes: [UInt8]) throws -> Secret {
        guard !bytes.isEmpty else { throw Refusal("the password is empty") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Refusal("the password is not UTF-8") }
        return Secret(text)
    }
}
