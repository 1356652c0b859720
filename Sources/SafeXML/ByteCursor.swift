/// Walks over bytes it does not own. Past the end there is nothing: it answers nil or false and never traps.
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

    /// Steps over one byte, if there is one.
    mutating func advance() {
        if position < bytes.count { position += 1 }
    }

    /// Steps over the token if it stands here; says whether it did.
    mutating func skip(_ token: StaticString) -> Bool {
        guard isAt(token) else { return false }
        position += token.utf8CodeUnitCount
        return true
    }

    /// Steps over white space; says whether there was any.
    @discardableResult
    mutating func skipBlanks() -> Bool {
        let start = position
        while let byte = current, byte.isXMLBlank { position += 1 }
        return position > start
    }

    /// Goes to the next such byte and stays before it; false, and at the end, if there is none.
    mutating func find(_ byte: UInt8) -> Bool {
        while let candidate = current {
            if candidate == byte { return true }
            position += 1
        }
        return false
    }

    /// Goes behind the next such token; false, and at the end, if there is none.
    mutating func skip(past token: StaticString) -> Bool {
        guard token.utf8CodeUnitCount > 0 else { return true }
        while find(token.utf8Start[0]) {
            if skip(token) { return true }
            position += 1
        }
        return false
    }

    /// Steps over bytes as long as the condition holds and answers them.
    mutating func take(while condition: (UInt8) -> Bool) -> UnsafeRawBufferPointer {
        let start = position
        while let byte = current, condition(byte) { position += 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }
}
