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
        let key = Array("\(encoded(consumerSecret.revealed))&\(encoded(tokenSecret?.revealed ?? ""))".utf8)
        let function: HashFunction =
            switch method {
            case .sha256: .sha256
            case .sha1: .sha1
            }
        return Secret(Data(function.authenticationCode(for: base, key: key)).base64EncodedString())
    }

    /// The text that is signed.
    static func base(of request: SignedRequest) -> String {
        let signed = request.credentials.filter { !$0.name.utf8Equals("oauth_signature") } + request.parameters
        let pairs = signed.map { (name: Array(encoded($0.name).utf8), value: Array(encoded($0.value).utf8)) }
        let sorted = pairs.sorted { one, other in
            one.name == other.name ? one.value.lexicographicallyPrecedes(other.value) : one.name.lexicographicallyPrecedes(other.name)
        }
        let joined = sorted.map { String(decoding: $0.name + [UInt8(ascii: "=")] + $0.value, as: UTF8.self) }.joined(separator: "&")
        return [request.method.uppercased(), request.url, joined].map(encoded).joined(separator: "&")
    }

    /// RFC 3986: everything but unreserved characters as `%XX` of its UTF-8 bytes.
    public static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
