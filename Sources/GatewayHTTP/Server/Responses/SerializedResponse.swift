import HTTPTypes
import NIOCore
import NIOHTTP1

/// An answer of HTTP/1 as bytes.
enum SerializedResponse {
    /// - Parameters:
    ///   - isHead: the request asked for the head alone.
    ///   - date: the value of the `Date` field.
    ///   - closes: the connection ends after the answer.
    static func write(_ answer: GatewayResponse, isHead: Bool, date: String, closes: Bool, into bytes: inout ByteBuffer) {
        bytes.writeStaticString("HTTP/1.1 ")
        bytes.writeString(String(answer.status))
        bytes.writeStaticString(" ")
        bytes.writeString(HTTPResponseStatus(statusCode: answer.status).reasonPhrase)
        bytes.writeStaticString("\r\n")
        for field in answer.headers { write(field.name.rawName, field.value, into: &bytes) }
        if answer.hasContentLength { write("Content-Length", String(answer.body.count), into: &bytes) }
        write("Date", date, into: &bytes)
        if closes { write("Connection", "close", into: &bytes) }
        bytes.writeStaticString("\r\n")
        if !isHead { bytes.writeBytes(answer.body) }
    }

    private static func write(_ name: String, _ value: String, into bytes: inout ByteBuffer) {
        bytes.writeString(name)
        bytes.writeStaticString(": ")
        bytes.writeString(value)
        bytes.writeStaticString("\r\n")
    }
}
