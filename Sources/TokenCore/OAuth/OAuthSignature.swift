import Cryptography
import Foundation
public import ServiceModel

/// Signatures of RFC 5849 §3.4. Pure.
public enum OAuthSignature {
    /// What a base string can be signed with; raw values stand on the wire.
    public enum Method: String, Sendable {
        case sha256 = "HMAC-SHA256"
        case sha1 = "HMAC-SHA1"
    }

    /// - Returns: base64.
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

    /// The text that is signed.
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
