import HTTPTypes
import NIOCore
import NIOHTTP1

/// A response in the forms in which it is sent: bytes of HTTP/1.1, or a head for NIO's encoders. Response heads are written here only.
struct SerializedResponse {
    let response: GatewayResponse
    /// The value of the `Date` field; `nil` omits it.
    var date: String?
    /// Whether the connection ends after the response.
    var closes = false

    /// The head for an encoder of NIO.
    var head: HTTPResponseHead {
        var headers = HTTPHeaders()
        headers.reserveCapacity(response.headers.count + 3)
        forEachField { headers.add(name: $0, value: $1) }
        return HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status), headers: headers)
    }

    /// Appends head and body as HTTP/1.1.
    /// - Parameter omitsBody: whether the request was HEAD.
    func write(to bytes: inout ByteBuffer, omitsBody: Bool) {
        bytes.writeStaticString("HTTP/1.1 ")
        bytes.writeString(String(response.status))
        bytes.writeStaticString(" ")
        bytes.writeString(HTTPResponseStatus(statusCode: response.status).reasonPhrase)
        bytes.writeStaticString("\r\n")
        forEachField { name, value in
            bytes.writeString(name)
            bytes.writeStaticString(": ")
            bytes.writeString(value)
            bytes.writeStaticString("\r\n")
        }
        bytes.writeStaticString("\r\n")
        if !omitsBody { bytes.writeBytes(response.body) }
    }

    private func forEachField(_ body: (_ name: String, _ value: String) -> Void) {
        for field in response.headers { body(field.name.rawName, field.value) }
        if response.hasContentLength { body("Content-Length", String(response.body.count)) }
        if let date { body("Date", date) }
        if closes { body("Connection", "close") }
    }
}
