import NIOCore
import Testing

@testable import GatewayHTTP

struct FieldWhitespaceTests {
    private static func stripped(_ text: String, size: Int) -> String {
        var (padding, rest, result) = (FieldWhitespace(), ByteBuffer(string: text), "")
        while rest.readableBytes > 0, let piece = rest.readSlice(length: min(size, rest.readableBytes)) {
            result += String(buffer: padding.strip(piece))
        }
        return result
    }

    private static let line = "GET / HTTP/1.1\r\n"

    @Test(arguments: [
        ("Host: a\r\n\r\n", "Host: a\r\n\r\n"), ("Host: a \t \r\nX: b c\t\r\n\r\n", "Host: a\r\nX: b c\r\n\r\n"),
        ("X: \r\n\r\n", "X:\r\n\r\n"),
        // A line of white space does not end a head, and white space before a bare carriage return is left to the parser.
        ("X: a\r\n \r\n\r\n", "X: a\r\n \r\n\r\n"), ("X: a\r\n\t b \r\n\r\n", "X: a\r\n\t b\r\n\r\n"), ("X: a \n\n", "X: a \n\n"),
        ("X: a  b", "X: a  b"), ("X: a \r\r\n", "X: a\r\r\n"),
    ])
    func onlyTrailingWhiteSpaceIsRemoved(_ sent: String, _ expected: String) {
        for size in 1...(Self.line + sent).utf8.count {
            #expect(Self.stripped(Self.line + sent, size: size) == Self.line + expected, "\(size)")
        }
    }

    @Test func theRequestLineIsUnchanged() {
        for size in 1...20 { #expect(Self.stripped("GET / HTTP/1.1 \r\n", size: size) == "GET / HTTP/1.1 \r\n") }
    }

    /// The parser limits the size of a head, white space included.
    @Test func onlyPossiblyTrailingWhiteSpaceIsHeldBack() {
        let spaces = String(repeating: " ", count: 3 * RequestHeadRecorder.limit)
        #expect(Self.stripped(Self.line + "X: a" + spaces, size: 1000).utf8.count > 2 * RequestHeadRecorder.limit)
    }
}
