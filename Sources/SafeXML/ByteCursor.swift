/// Scans bytes that it does not own. At the end, methods return `nil` or `false`; none traps.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    /// The bytes must outlive the cursor.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    func isAt(_ token: StaticString) -> Bool {
        let length = token.utf8CodeUnitCount
        guard length <= bytes.count - position else { return false }
        for offset in 0..<length where bytes[position + offset] != token.utf8Start[offset] { return false }
        return true
    }

    /// Advances by one byte unless at the end.
    mutating func advance() {
        if position < bytes.count { position += 1 }
    }

    /// Advances past the token if it is at the current position. Returns whether it was.
    mutating func skip(_ token: StaticString) -> Bool {
        guard isAt(token) else { return false }
        position += token.utf8CodeUnitCount
        return true
    }

    /// Advances past white space. Returns whether there was any.
    @discardableResult
    mutating func skipWhitespace() -> Bool {
        let start = position
        while let byte = current, byte.isXMLWhitespace { position += 1 }
        return position > start
    }

    /// Advances to the next occurrence of the byte. Returns `false`, at the end, if there is none.
    mutating func find(_ byte: UInt8) -> Bool {
        while let candidate = current {
            if candidate == byte { return true }
            position += 1
        }
        return false
    }

    /// Advances past the next occurrence of the token. Returns `false`, at the end, if there is none.
    mutating func skip(past token: StaticString) -> Bool {
        guard token.utf8CodeUnitCount > 0 else { return true }
        while find(token.utf8Start[0]) {
            if skip(token) { return true }
            position += 1
        }
        return false
    }

    /// Advances while the condition holds and returns the bytes.
    mutating func take(while condition: (UInt8) -> Bool) -> UnsafeRawBufferPointer {
        let start = position
        while let byte = current, condition(byte) { position += 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }
}
