import NIOCore
import TokenCore

/// The 204 of `TokenPages.verify`, as it goes over the wire.
enum VerifyAnswer {
    /// Status line and fields, but for those that are new each time.
    static func write(_ owner: (type: String, id: Int), _ bearer: Bearer, into bytes: inout ByteBuffer) {
        bytes.writeStaticString(
            "HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nVary: Authorization\r\n")
        bytes.writeStaticString("X-Token-User-Type: ")
        bytes.writeString(owner.type)
        bytes.writeStaticString("\r\nX-Token-User-Id: ")
        bytes.writeString(String(owner.id))
        bytes.writeStaticString("\r\nX-Token-Accessor: ")
        bytes.writeString(bearer.accessor)
        if let expiry = bearer.expiryText {
            bytes.writeStaticString("\r\nX-Token-Expires-At: ")
            bytes.writeString(expiry)
        }
        bytes.writeStaticString("\r\n")
    }
}
