import NIOCore
import NIOHTTP1
import Testing

@testable import GatewayHTTP

struct HeadGlimpseTests {
    private static func parseLeniently(_ text: String) -> HTTPRequestHead? {
        LenientHead.parseLeniently(ByteBuffer(string: text).readableBytesView)
    }

    private static func parse(_ text: String) -> LenientHead.Result { LenientHead.parse(ByteBuffer(string: text).readableBytesView) }

    @Test(arguments: [
        ("GET /rest/V1/caf\u{E9} HTTP/1.1\r\n", "GET /rest/V1/caf"), ("GET /rest", "GET /rest"), ("GET /rest/a b c\r\n", "GET /rest/a"),
        ("G@T /rest HTTP/1.1", "- /rest"), (" /rest", "- /rest"), ("GET", "nil"), ("", "nil"), ("GET \u{1}", "nil"),
        ("\u{16}\u{3}\u{1}", "nil"),
        ("GET /rest\r\nAccept: text/xml", "GET /rest"),
    ])
    func theTargetIsParsedUpToTheFirstInvalidByte(_ text: String, _ expected: String) {
        #expect((Self.parseLeniently(text).map { "\($0.method.rawValue) \($0.uri)" } ?? "nil") == expected)
    }

    @Test func validFieldsAreParsedAndOthersSkipped() {
        let head = Self.parseLeniently(
            "GET / HTTP/1.1\r\nno field\r\nAccept: text/xml\r\nX : y\r\nContent-Type:text/xml\r\n\r\nHost: a\r\n")
        #expect(head.map { $0.headers.map(\.name) } == ["Accept", "Content-Type"])
    }

    @Test(arguments: [
        "F", "FOO", "FOO ", "FOO /x", "FOO /x HTTP/1.1", "FOO /x HTTP/1.1\r", "FOO /x HTTP/1.1\r\n", "FOO /x HTTP/1.1\r\nHost",
        "FOO /x HTTP/1.1\r\nHost: a\r\n", "FOO /x HTTP/1.1\r\nHost: a\r\n\r",
    ])
    func anIncompleteHeadIsRecognized(_ text: String) {
        #expect(Self.parse(text) == .incomplete)
    }

    @Test func aCompleteHeadIsParsed() {
        let head = HTTPRequestHead(version: .http1_1, method: .RAW(value: "FOO"), uri: "/x?y", headers: ["Host": "a", "X-B": ""])
        #expect(Self.parse("FOO /x?y HTTP/1.1\r\nHost: a\r\nX-B:\r\n\r\nbody") == .head(head))
    }

    @Test(arguments: [
        "G@T", "F\u{0}", "\u{16}\u{3}\u{1}", String(repeating: "A", count: 65), "FOO  /x HTTP/1.1\r\n", "FOO /x HTTP/1.1\n",
        "FOO x HTTP/1.1\r\n",
        "FOO /x HTTP/2.0\r\n", "FOO /x\r\n", "FOO /x\u{E9}", "FOO /x HTTP/1.1\r\nHost: a\n\r\n\r\n", "FOO /x HTTP/1.1\r\nHost : a\r\n\r\n",
        "FOO /x HTTP/1.1\r\n folded\r\n\r\n", "FOO /x HTTP/1.1\r\nX: a\rb\r\n\r\n", "FOO /x HTTP/1.1\r\nX: \u{0}\r\n\r\n",
        "FOO /x HTTP/1.1\r\nnothing\r\n\r\n", "FOO /x HTTP/1.1\r\n: a\r\n\r\n",
    ])
    func aMalformedHeadIsRecognized(_ text: String) {
        #expect(Self.parse(text) == .malformed)
    }
}
