import Crypto
import Foundation
package import ServiceModel
import Testing

/// A browser with a software security key: it responds to the options of the gateway in JSON. ES256, no attestation.
package struct SoftwareAuthenticator: Sendable {
    package var id: [UInt8] { key.id }
    private let key: SoftwareKey
    private let domain: String

    package init(_ name: String, domain: String = "gateway.example") {
        key = SoftwareKey(.es256(P256.Signing.PrivateKey()), id: Array(SHA256.hash(data: Data(name.utf8))))
        self.domain = domain
    }

    /// The response to options of a registration.
    package func register(_ options: String, counter: UInt32 = 0) throws -> Secret {
        let credential = AuthData.credential(aaguid: [UInt8](repeating: 0, count: 16), id: id, publicKey: try key.publicKey().encoded)
        let data = AuthData(relyingParty: domain, flags: 0x41, counter: counter, rest: credential)
        let attestation = CBOR.map(["fmt": "none", "attStmt": .map([:]), "authData": .bytes(data.bytes)]).encoded
        return try Self.json([
            "id": base64URL(id),
            "response": [
                "clientDataJSON": clientData("webauthn.create", try Self.challenge(in: options)), "attestationObject": base64(attestation),
            ],
        ])
    }

    /// The response to options of a sign-in.
    package func sign(_ options: String, counter: UInt32) throws -> Secret {
        let client = clientData("webauthn.get", try Self.challenge(in: options))
        let data = AuthData(relyingParty: domain, flags: 0x01, counter: counter).bytes
        let signature = try key.sign(data + Array(SHA256.hash(data: Data(client.utf8))))
        return try Self.json([
            "type": "public-key", "id": base64URL(id),
            "response": ["authenticatorData": base64(data), "clientDataJSON": client, "signature": base64(signature)],
        ])
    }

    /// The challenge in options of either kind.
    package static func challenge(in options: String) throws -> [UInt8] {
        try #require(try members(of: options)["challenge"] as? [Int]).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// The credential ids that options list under a name.
    package static func ids(_ name: String, in options: String) throws -> [[UInt8]] {
        let entries = try #require(try members(of: options)[name] as? [[String: Any]])
        return entries.compactMap { ($0["id"] as? [Int])?.map { UInt8(truncatingIfNeeded: $0) } }
    }

    private static func members(of options: String) throws -> [String: Any] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(options.utf8)) as? [String: Any])
        return try #require(object["publicKey"] as? [String: Any] ?? object["credentialRequestOptions"] as? [String: Any])
    }

    private func clientData(_ type: String, _ challenge: [UInt8]) -> String {
        #"{"type":"\#(type)","challenge":"\#(base64URL(challenge))","origin":"https://\#(domain)"}"#
    }

    private static func json(_ object: [String: Any]) throws -> Secret {
        Secret(String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self))
    }
}
