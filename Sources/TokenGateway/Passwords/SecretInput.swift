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

    /// - Parameters:
    ///   - noun: what it is to people; its flag is `--NOUN-stdin`.
    ///   - isPiped: take all of standard input but one line feed at its end, instead of asking twice.
    static func read(_ noun: String = "password", piped isPiped: Bool, of name: String, from input: any SecretInput) throws -> Secret {
        if isPiped { return try piped(noun, input) }
        guard input.isTerminal else {
            throw CommandError("nobody can be asked for the \(noun): pass --\(noun)-stdin and the \(noun) on standard input")
        }
        let first = try secret(noun, input.readHidden(prompt: "\(FieldName.raisingFirst(noun)) for \(VisibleText.of(name)): "))
        let second = try secret(noun, input.readHidden(prompt: "The same again: "))
        guard first.matches(second) else { throw CommandError("the two \(noun)s differ") }
        return first
    }

    private static func piped(_ noun: String, _ input: any SecretInput) throws -> Secret {
        try secret(noun, StandardInput.withoutLineFeed(noun, input))
    }

    private static func secret(_ noun: String, _ bytes: [UInt8]) throws -> Secret {
        guard !bytes.isEmpty else { throw CommandError("the \(noun) is empty") }
        return Secret(try StandardInput.text(noun, bytes))
    }
}

/// A value of one line, which may be empty.
enum LineReader {
    /// - Parameters:
    ///   - noun: what it is to people.
    ///   - isSecret: whether a terminal hides what is typed.
    static func read(_ noun: String, of name: String, isSecret: Bool, from input: any SecretInput) throws -> String {
        let bytes =
            if isSecret, input.isTerminal {
                try input.readHidden(prompt: "\(FieldName.raisingFirst(noun)) for \(VisibleText.of(name)): ")
            } else {
                try StandardInput.withoutLineFeed(noun, input)
            }
        guard !bytes.contains(0x0A) else { throw CommandError("the \(noun) on standard input must be one line") }
        return try StandardInput.text(noun, bytes)
    }
}

private enum StandardInput {
    /// All of it but one line feed at its end.
    static func withoutLineFeed(_ noun: String, _ input: any SecretInput) throws -> [UInt8] {
        guard var bytes = try input.readAll(limit: PasswordReader.limit) else {
            throw CommandError("the \(noun) on standard input is too long")
        }
        if bytes.last == 0x0A {
            bytes.removeLast()
            if bytes.last == 0x0D { bytes.removeLast() }
        }
        return bytes
    }

    static func text(_ noun: String, _ bytes: [UInt8]) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandError("the \(noun) is not UTF-8") }
        return text
    }
}
