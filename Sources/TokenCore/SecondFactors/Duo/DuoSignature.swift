import Cryptography
import Foundation
import ServiceModel

/// How requests to Duo's Auth API v2 are signed (contract: `two-factor.md` §8). Pure.
enum DuoSignature {
    /// The text that is signed, for a request without `x-duo-` headers.
    /// - Parameter query: name and value pairs.
    static func canon(date: String, method: String, host: String, path: String, query: [(String, String)] = [], body: [UInt8]) -> String {
        let pairs = query.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }
        let sorted = pairs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "&")
        let digests = [body, []].map { Hex.encode(HashFunction.sha512.hash($0)) }
        return ([date, method.uppercased(), host.lowercased(), path, sorted] + digests).joined(separator: "\n")
    }

    /// Lower-case hex of HMAC-SHA512.
    static func sign(_ canon: String, secretKey: Secret) -> Secret {
        let message = Array(canon.utf8)
        return Secret(
            Hex.encode(
                message.withUnsafeBytes { message in
                    secretKey.withBytes { HashFunction.sha512.authenticationCode(for: message, key: $0) }
                }))
    }

    /// The value of `Authorization`.
    static func authorization(integrationKey: String, signature: Secret) -> Secret {
        Secret("Basic " + Data("\(integrationKey):\(signature.revealed)".utf8).base64EncodedString())
    }
}
