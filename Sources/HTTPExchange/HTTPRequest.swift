package import ServiceModel

/// A request to another server.
package struct HTTPRequest: Sendable {
    package enum Body: Sendable {
        /// No body; the method is GET unless another one is named.
        case none
        /// The method is POST unless another one is named.
        case bytes(Secret)
    }

    /// Absolute. It may hold secrets.
    package var url: String
    package var method: String?
    package var headers: [(name: String, value: Secret)]
    package var body: Body
    /// Of the whole exchange, the response's body included.
    package var timeout: Duration
    /// Bytes of a response's body; `nil` ends the exchange at the end of its head.
    package var largestBody: Int?
    /// A file of certificates in PEM that are trusted instead of the system's.
    package var certificateAuthorities: String?

    package init(
        url: String, method: String? = nil, headers: [(name: String, value: Secret)], body: Body, timeout: Duration,
        largestBody: Int? = nil, certificateAuthorities: String? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.largestBody = largestBody
        self.certificateAuthorities = certificateAuthorities
    }
}

package struct HTTPResponse: Sendable {
    package let status: Int
    /// In the order received, without those of interim responses and trailers. At most 64 KiB are kept.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// The value of the first field with this name; names are compared without regard to ASCII case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why there is no whole response; never with a secret.
package struct HTTPFailure: Error, Sendable, CustomStringConvertible {
    package let description: String
    /// The deadline passed.
    package let isLate: Bool

    package init(_ description: String, isLate: Bool = false) {
        self.description = description
        self.isLate = isLate
    }
}
