import Foundation

/// Reads standard input, or a terminal with echo off.
struct TerminalInput: SecretInput {
    let descriptor: Int32

    var isTerminal: Bool { isatty(descriptor) == 1 }

    func readAll(limit: Int) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandError("standard input cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            if bytes.count > limit { return nil }
        }
    }

    /// Turns off echo and signals, so that every way out of this function restores the terminal.
    func readHidden(prompt: String) throws -> [UInt8] {
        var before = termios()
        guard tcgetattr(descriptor, &before) == 0 else { throw CommandError("the mode of the terminal cannot be read") }
        var hidden = before
        hidden.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
        guard tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0 else { throw CommandError("the echo of the terminal cannot be turned off") }
        defer {
            tcsetattr(descriptor, TCSAFLUSH, &before)
            Self.show("\n")
        }
        Self.show(prompt)
        var line = TypedLine()
        while true {
            var byte: UInt8 = 0
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { throw CommandError("the terminal was closed") }
            if try line.isEnded(by: byte) { return line.bytes }
        }
    }

    private static func show(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

/// A line that is typed, key by key.
struct TypedLine {
    private(set) var bytes: [UInt8] = []

    /// - Returns: whether the line is complete. Throws ``CommandError`` when the user interrupts.
    mutating func isEnded(by key: UInt8) throws -> Bool {
        switch key {
        case 0x0A, 0x0D: return true
        case 0x03, 0x1C: throw CommandError("interrupted")  // Ctrl-C, Ctrl-\
        case 0x04: return true  // Ctrl-D
        case 0x08, 0x7F: dropCharacter()
        case 0x15: bytes.removeAll()  // Ctrl-U
        default: if bytes.count < PasswordReader.limit { bytes.append(key) }
        }
        return false
    }

    /// The last scalar with all bytes of its UTF-8 form.
    private mutating func dropCharacter() {
        while let byte = bytes.popLast(), byte & 0xC0 == 0x80 {}
    }
}
