package import ServiceModel

/// A request as the façades see it: head, target in its parts, complete body.
package struct GatewayRequest: Sendable {
    package let method: String
    /// As sent, percent-encoded, without query.
    package let path: String
    /// As sent, without the question mark; `nil` if the target has none.
    package let query: String?
    /// The host that the request names, with its port if it has one.
    package let authority: String?
    package let headers: RequestFields
    /// At most ``ListenerLimits/body`` bytes.
    package let body: [UInt8]
    package internal(set) var origin: Origin
    /// Whether the request came on a stream of HTTP/2.
    package let isHTTP2: Bool

    package init(
        method: String, target: String, authority: String? = nil, headers: RequestFields, body: [UInt8] = [], origin: Origin,
        isHTTP2: Bool = false
    ) {
        self.method = method
        self.isHTTP2 = isHTTP2
        self.authority = authority
        let mark = target.firstIndex(of: "?")
        path = String(target[..<(mark ?? target.endIndex)])
        query = mark.map { String(target[target.index(after: $0)...]) }
        self.headers = headers
        self.body = body
        self.origin = origin
    }

    var isHead: Bool { method == "HEAD" }
}
