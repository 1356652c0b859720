import ServiceModel

/// The source of passwords; tests have their own.
protocol SecretInput: Sendable {
    /// Whether a person can be prompted.
    var isTerminal: Bool { get }
    /// All bytes to the end; `nil` when there are more than `limit`.
    func readAll(limit: Int) throws -> [UInt8]?
    /// One line, typed without echo.
    func readHidden(prompt: String) throws -> [UInt8]
}

/// Reads passwords for commands from standard input or a terminal. They are never arguments, which other users of the machine can see
/// (security.md B120).
enum PasswordReader {
    /// In bytes. A longer password would be refused anyway.
    static let limit = 64 * 1024

    /// - Parameters:
    ///   - noun: what the prompt calls it; the flag is `--NOUN-stdin`.
    ///   - isPiped: whether to read all of standard input, without one line feed at its end, instead of prompting twice.
    static func read(_ noun: String = "password", piped isPiped: Bool, of name: String, from input: any SecretInput) throws -> Secret {
        if isPiped { return try piped(noun, input) }
        guard input.isTerminal else {
            throw CommandError("there is no terminal to ask for the \(noun): pass --\(noun)-stdin and the \(noun) on standard input")
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

/// Reads a value of one line, which may be empty.
enum LineReader {
    /// - Parameters:
    ///   - noun: what the prompt calls it.
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
    /// All bytes without one line feed at the end.
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
