import Crypto
import Foundation
import ServiceModel
import Testing

@testable import TokenCore

/// A security key in software: ES256, no attestation.
struct SoftwareKey {
    let id: [UInt8]
    private let secret = P256.Signing.PrivateKey()
    private let domain: String

    init(_ name: String, domain: String = "gateway.example") {
        id = Array(SHA256.hash(data: Array(name.utf8)))
        self.domain = domain
    }

    /// The challenge in options of either ceremony.
    static func challenge(in options: String) throws -> [UInt8] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(options.utf8)) as? [String: Any])
        let inner = try #require(object["publicKey"] as? [String: Any] ?? object["credentialRequestOptions"] as? [String: Any])
        return try #require(inner["challenge"] as? [Int]).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// The ids in a member of the options.
    static func ids(_ name: String, in options: String) throws -> [[UInt8]] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(options.utf8)) as? [String: Any])
        let inner = try #require(object["publicKey"] as? [String: Any] ?? object["credentialRequestOptions"] as? [String: Any])
        return try #require(inner[name] as? [[String: Any]]).compactMap { ($0["id"] as? [Int])?.map { UInt8(truncatingIfNeeded: $0) } }
    }

    private func clientData(_ type: String, _ challenge: [UInt8]) -> String {
        #"{"type":"\#(type)","challenge":"\#(Self.url(challenge))","origin":"https://\#(domain)"}"#
    }

    private static func url(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private func authenticatorData(_ flags: UInt8, _ counter: UInt32) -> [UInt8] {
        Array(SHA256.hash(data: Array(domain.utf8))) + [flags] + withUnsafeBytes(of: counter.bigEndian) { Array($0) }
    }

    func register(_ options: String, counter: UInt32 = 0) throws -> Secret {
        let challenge = try Self.challenge(in: options)
        let point = secret.publicKey.x963Representation
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        let cose = [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32] + Array(point[1..<33]) + [0x22, 0x58, 32] + Array(point[33..<65])
        let data = authenticatorData(0x41, counter) + [UInt8](repeating: 0, count: 16) + [0, UInt8(id.count)] + id + cose
        let attestation =
            [0xA3, 0x63] + Array("fmt".utf8) + [0x64] + Array("none".utf8) + [0x67] + Array("attStmt".utf8) + [0xA0, 0x68]
            + Array("authData".utf8) + [0x58, UInt8(data.count)] + data
        let response: [String: Any] = [
            "id": Self.url(id),
            "response": [
                "clientDataJSON": clientData("webauthn.create", challenge), "attestationObject": Data(attestation).base64EncodedString(),
            ],
        ]
        return Secret(String(decoding: try JSONSerialization.data(withJSONObject: response), as: UTF8.self))
    }

    func sign(_ options: String, counter: UInt32) throws -> Secret {
        let challenge = try Self.challenge(in: options)
        let client = clientData("webauthn.get", challenge)
        let data = authenticatorData(1, counter)
        let signature = try secret.signature(for: data + Array(SHA256.hash(data: Array(client.utf8))))
        let response: [String: Any] = [
            "type": "public-key", "id": Self.url(id),
            "response": [
                "authenticatorData": Data(data).base64EncodedString(), "clientDataJSON": client,
                "signature": signature.derRepresentation.base64EncodedString(),
            ],
        ]
        return Secret(String(decoding: try JSONSerialization.data(withJSONObject: response), as: UTF8.self))
    }
}
