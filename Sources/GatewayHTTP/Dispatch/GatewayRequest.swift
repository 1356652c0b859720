package import HTTPTypes
package import ServiceModel

/// A request as the façades see it: head, target in its parts, whole body.
package struct GatewayRequest: Sendable {
    package let method: String
    /// As sent, percent-encoded, without query.
    package let path: String
    /// As sent, without the question mark; `nil` when there is none.
    package let query: String?
    /// The host that the request names, with its port if it has one.
    package let authority: String?
    package let headers: RequestFields
    /// At most the limit of `ListenerLimits`; empty when there was none.
    package let body: [UInt8]
    package internal(set) var origin: Origin
    /// The request came on a stream of HTTP/2.
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

/// An answer before it becomes bytes.
package struct GatewayResponse: Sendable {
    package var status: Int
    package var headers: HTTPFields
    package var body: [UInt8]
    /// What the access log tells: the template of the address, never the address itself.
    package var template = "unmatched"
    /// The true reason of a refusal, for the log only.
    package var reason: String?

    /// Whether the length of the body is told (RFC 9110 §8.6).
    var hasContentLength: Bool { status != 204 && status != 304 }

    package init(status: Int, headers: HTTPFields = [:], body: [UInt8] = [], template: String = "unmatched", reason: String? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.template = template
        self.reason = reason
    }
}

extension HTTPField.Name {
    // The name is a valid token, so the fallback is never taken.
    static let requestID = HTTPField.Name("X-Request-Id") ?? .server
}
