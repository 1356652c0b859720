import Cryptography
import Foundation
public import ServiceModel

/// Signatures of RFC 5849 §3.4.
public enum OAuthSignature {
    /// The methods of `oauth_signature_method`; raw values are the names in requests.
    public enum Method: String, Sendable {
        case sha256 = "HMAC-SHA256"
        case sha1 = "HMAC-SHA1"
    }

    /// - Returns: the signature in base64.
    public static func sign(
        _ request: SignedRequest, _ method: Method, consumerSecret: Secret, tokenSecret: Secret?
    ) -> Secret {
        let base = Array(base(of: request).utf8)
        let key = Array("\(PercentEncoding.encode(consumerSecret.revealed))&\(PercentEncoding.encode(tokenSecret?.revealed ?? ""))".utf8)
        let function: HashFunction =
            switch method {
            case .sha256: .sha256
            case .sha1: .sha1
            }
        return Secret(Data(function.authenticationCode(for: base, key: key)).base64EncodedString())
    }

    /// The signature base string (RFC 5849 §3.4.1).
    static func base(of request: SignedRequest) -> String {
        let signed = request.credentials.filter { !$0.name.utf8Equals(OAuthParameter.signature.rawValue) } + request.parameters
        let pairs = signed.map { (name: Array(PercentEncoding.encode($0.name).utf8), value: Array(PercentEncoding.encode($0.value).utf8)) }
        let sorted = pairs.sorted { one, other in
            one.name == other.name ? one.value.lexicographicallyPrecedes(other.value) : one.name.lexicographicallyPrecedes(other.name)
        }
        let joined = sorted.map { String(decoding: $0.name + [UInt8(ascii: "=")] + $0.value, as: UTF8.self) }.joined(separator: "&")
        return [request.method.uppercased(), request.url, joined].map { PercentEncoding.encode($0) }.joined(separator: "&")
    }
}

/// A request with OAuth parameters, in the parts that are signed (RFC 5849 §3.4.1).
public struct SignedRequest: Sendable {
    public typealias Parameter = (name: String, value: String)

    /// As sent.
    public let method: String
    /// Scheme, authority and path, not decoded.
    public let url: String
    /// The `oauth_…` parameters of the header, decoded, in the order sent.
    public let credentials: [Parameter]
    /// The parameters of query and form body, decoded once.
    public let parameters: [Parameter]
    public let origin: Origin

    public init(method: String, url: String, credentials: [Parameter], parameters: [Parameter], origin: Origin) {
        self.method = method
        self.url = url
        self.credentials = credentials
        self.parameters = parameters
        self.origin = origin
    }
}
