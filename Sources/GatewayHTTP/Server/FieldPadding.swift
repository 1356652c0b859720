import NIOCore

/// Takes white space off the ends of the field lines of a head, while its bytes pass on their way to the parser: it is not part of the
/// values (RFC 9110 §5.5), but the parser, which judges lengths and codings itself, takes a tab there for a part of them. Pure.
struct FieldPadding {
    /// Its form is strict (RFC 9112 §3).
    private var isInRequestLine = true
    /// The line under way has more than white space. A line of white space alone must not become the end of the head.
    private var hasText = false
    /// White space of which it is not known what follows.
    private var held = ByteBuffer()

    /// - Parameter piece: the bytes of the head that follow those of the call before.
    /// - Returns: what the parser is to have of them now.
    mutating func strip(_ piece: ByteBuffer) -> ByteBuffer {
        guard held.readableBytes > 0 || Self.mayBePadded(piece) else {
            note(piece.readableBytesView)
            return piece
        }
        var stripped = ByteBuffer()
        stripped.reserveCapacity(held.readableBytes + piece.readableBytes)
        for byte in piece.readableBytesView {
            if Self.isWhiteSpace(byte), hasText, !isInRequestLine {
                held.writeInteger(byte)
                // More than a head may have: the parser is to refuse it.
                if held.readableBytes > RequestHeadRecorder.limit { stripped.writeBuffer(&held) }
                continue
            }
            if byte == Self.carriageReturn { held.clear() } else { stripped.writeBuffer(&held) }
            stripped.writeInteger(byte)
            note(byte)
        }
        return stripped
    }

    private mutating func note(_ byte: UInt8) {
        if byte == Self.lineFeed {
            isInRequestLine = false
            hasText = false
        } else if !Self.isWhiteSpace(byte) {
            hasText = true
        }
    }

    private mutating func note(_ bytes: ByteBufferView) {
        guard let end = bytes.lastIndex(of: Self.lineFeed) else {
            hasText = hasText || bytes.contains { !Self.isWhiteSpace($0) }
            return
        }
        isInRequestLine = false
        hasText = bytes[end...].dropFirst().contains { !Self.isWhiteSpace($0) }
    }

    private static func mayBePadded(_ piece: ByteBuffer) -> Bool {
        var last: UInt8 = 0
        for byte in piece.readableBytesView {
            if byte == carriageReturn, isWhiteSpace(last) { return true }
            last = byte
        }
        return isWhiteSpace(last)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
