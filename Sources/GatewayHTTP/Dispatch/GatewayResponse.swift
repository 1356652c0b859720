package import HTTPTypes

/// A response before it is serialized; see ``SerializedResponse`` for the fields that are added then.
package struct GatewayResponse: Sendable {
    package var status: Int
    package var headers: HTTPFields
    package var body: [UInt8]
    /// The route in the access log and the metrics: the template of the path, never the path itself.
    package var template = "unmatched"
    /// The message id of a refusal, for the access log.
    package var reason: String?

    /// Whether the response has a `Content-Length` (RFC 9110 §8.6).
    var hasContentLength: Bool { status != 204 && status != 304 }

    package init(status: Int, headers: HTTPFields = [:], body: [UInt8] = [], template: String = "unmatched", reason: String? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.template = template
        self.reason = reason
    }
}

extension HTTPFields {
    /// The fields of every response that is made for one caller: not to be stored, and not to be interpreted as another media type.
    static let uncached: HTTPFields = [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
}

extension HTTPField.Name {
    // The name is a valid token, so the fallback is never taken.
    static let requestID = HTTPField.Name("X-Request-Id") ?? .server
}
