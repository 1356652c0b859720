import HTTPTypes
import NIOCore
import NIOHTTP1

/// An answer of HTTP/1 as bytes, but for what is new each time: id of the request, date, end of the connection.
struct RenderedAnswer: Sendable {
    let status: Int
    let template: String
    /// Status line and fields.
    private let fixed: ByteBuffer
    private let body: ByteBuffer

    /// - Parameter isHead: the request asked for the head alone.
    init(_ answer: GatewayResponse, isHead: Bool, allocator: ByteBufferAllocator) {
        status = answer.status
        template = answer.template
        var fixed = allocator.buffer(capacity: 384)
        Self.write(answer, into: &fixed)
        self.fixed = fixed
        body = isHead ? ByteBuffer() : allocator.buffer(bytes: answer.body)
    }

    /// - Parameter fixed: status line and fields.
    init(status: Int, template: String, fixed: ByteBuffer) {
        self.status = status
        self.template = template
        self.fixed = fixed
        body = ByteBuffer()
    }

    /// Bytes that it takes.
    var size: Int { fixed.readableBytes + body.readableBytes }

    /// The answer to one request.
    func write(requestID: String?, date: String, closes: Bool, into bytes: inout ByteBuffer) {
        bytes.writeImmutableBuffer(fixed)
        Self.write(requestID: requestID, date: date, closes: closes, into: &bytes)
        bytes.writeImmutableBuffer(body)
    }

    /// An answer that is given once.
    static func write(_ answer: GatewayResponse, isHead: Bool, date: String, closes: Bool, into bytes: inout ByteBuffer) {
        write(answer, into: &bytes)
        write(requestID: answer.headers[.requestID], date: date, closes: closes, into: &bytes)
        if !isHead { bytes.writeBytes(answer.body) }
    }

    private static func write(_ answer: GatewayResponse, into bytes: inout ByteBuffer) {
        bytes.writeStaticString("HTTP/1.1 ")
        bytes.writeString(String(answer.status))
        bytes.writeStaticString(" ")
        bytes.writeString(HTTPResponseStatus(statusCode: answer.status).reasonPhrase)
        bytes.writeStaticString("\r\n")
        for field in answer.headers where field.name != .requestID {
            bytes.writeString(field.name.rawName)
            bytes.writeStaticString(": ")
            bytes.writeString(field.value)
            bytes.writeStaticString("\r\n")
        }
        guard answer.tellsLength else { return }
        bytes.writeStaticString("Content-Length: ")
        bytes.writeString(String(answer.body.count))
        bytes.writeStaticString("\r\n")
    }

    /// What is new each time.
    static func write(requestID: String?, date: String, closes: Bool, into bytes: inout ByteBuffer) {
        if let requestID {
            bytes.writeStaticString("X-Request-Id: ")
            bytes.writeString(requestID)
            bytes.writeStaticString("\r\n")
        }
        bytes.writeStaticString("Date: ")
        bytes.writeString(date)
        bytes.writeStaticString(closes ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n")
    }
}
