import NIOCore
import NIOHTTP1

/// Removes white space from the ends of the field lines of an HTTP/1 head before the parser sees them. It does not belong to the values
/// (RFC 9110 §5.5), but the parser, which evaluates lengths and codings itself, includes a trailing tab. Pure.
struct FieldWhitespace {
    /// The request line is passed on unchanged: its syntax is strict (RFC 9112 §3).
    private var isInRequestLine = true
    /// Whether the current line contains anything but white space. A line of white space must not become the empty line that ends the head.
    private var hasText = false
    /// White space that may turn out to be trailing.
    private var held = ByteBuffer()

    /// - Parameter piece: the bytes of the head that follow those of the previous call.
    /// - Returns: the bytes for the parser.
    mutating func strip(_ piece: ByteBuffer) -> ByteBuffer {
        guard held.readableBytes > 0 || Self.mayHaveTrailing(piece) else {
            note(piece.readableBytesView)
            return piece
        }
        var stripped = ByteBuffer()
        stripped.reserveCapacity(held.readableBytes + piece.readableBytes)
        for byte in piece.readableBytesView {
            if FieldSyntax.isWhitespace(byte), hasText, !isInRequestLine {
                held.writeInteger(byte)
                // More than a head may have; the parser refuses it.
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
        } else if !FieldSyntax.isWhitespace(byte) {
            hasText = true
        }
    }

    private mutating func note(_ bytes: ByteBufferView) {
        guard let end = bytes.lastIndex(of: Self.lineFeed) else {
            hasText = hasText || bytes.contains { !FieldSyntax.isWhitespace($0) }
            return
        }
        isInRequestLine = false
        hasText = bytes[end...].dropFirst().contains { !FieldSyntax.isWhitespace($0) }
    }

    private static func mayHaveTrailing(_ piece: ByteBuffer) -> Bool {
        var last: UInt8 = 0
        for byte in piece.readableBytesView {
            if byte == carriageReturn, FieldSyntax.isWhitespace(last) { return true }
            last = byte
        }
        return FieldSyntax.isWhitespace(last)
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}

extension HTTPServerRequestPart {
    /// The part without white space around field values (RFC 9110 §5.5). For HTTP/2 streams; the HTTP/1 parser removes leading white
    /// space and ``FieldWhitespace`` trailing white space.
    var trimmed: HTTPServerRequestPart {
        guard case .head(var head) = self, head.headers.contains(where: { Self.isPadded($0.value) }) else { return self }
        head.headers = HTTPHeaders(head.headers.map { ($0.name, String(FieldSyntax.trimmed(Substring($0.value)))) })
        return .head(head)
    }

    private static func isPadded(_ value: String) -> Bool {
        guard let first = value.utf8.first, let last = value.utf8.last else { return false }
        return FieldSyntax.isWhitespace(first) || FieldSyntax.isWhitespace(last)
    }
}
