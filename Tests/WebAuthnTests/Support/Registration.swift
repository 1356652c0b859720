import Crypto
import Foundation
import TestSupport

@testable import WebAuthn

/// What a browser sends to `activate`; each part can be replaced by a wrong one.
struct Registration: Sendable {
    var id: String?
    /// JSON.
    var clientData: String?
    var clientDataJSON: String?
    var format: CBOR = "none"
    var statement: CBOR = .map([:])
    var data: AuthData
    /// Replaces the object that the three members above make.
    var object: [UInt8]?
    /// JSON, instead of the object.
    var attestationObject: String?

    init(_ key: SoftwareKey = .es256) throws {
        id = quoted(base64(key.id))
        clientDataJSON = quoted(ClientText.create.text)
        data = try .registration(key)
    }

    var encodedObject: [UInt8] {
        object ?? CBOR.map(["fmt": format, "attStmt": statement, "authData": .bytes(data.bytes)]).encoded
    }

    var json: String {
        let attestation = attestationObject ?? quoted(base64(encodedObject))
        return WebAuthnTests.object([
            ("id", id),
            (
                "response",
                WebAuthnTests.object([
                    ("clientData", clientData), ("clientDataJSON", clientDataJSON), ("attestationObject", attestation),
                ])
            ),
        ])
    }

    func with(_ change: (inout Registration) throws -> Void) rethrows -> Registration {
        var copy = self
        try change(&copy)
        return copy
    }

    func verify() throws(WebAuthnError) -> SecurityKey {
        try Registration.verify(json)
    }

    var refusal: WebAuthnError.Kind? { Registration.refusal(json) }

    static func verify(_ json: String) throws(WebAuthnError) -> SecurityKey {
        try RegistrationCeremony(relyingParty: Sample.relyingParty, challenge: Sample.challenge).verify(json)
    }

    static func refusal(_ json: String) -> WebAuthnError.Kind? {
        do {
            _ = try verify(json)
            return nil
        } catch {
            return error.kind
        }
    }
}

/// What a browser sends to `verify`.
struct Assertion: Sendable {
    var type: String? = "\"public-key\""
    var id: String?
    /// JSON.
    var clientData: String?
    var clientText = ClientText.get.text
    /// JSON, instead of the text.
    var clientDataJSON: String?
    var data: AuthData
    var authenticatorData: String?
    var signature: String?
    var keys: [SecurityKey]
    private let key: SoftwareKey

    init(_ key: SoftwareKey = .es256, storedCounter: UInt32 = 0) throws {
        id = quoted(base64(key.id))
        data = .assertion(counter: storedCounter &+ 1)
        keys = [try key.registered(counter: storedCounter)]
        self.key = key
    }

    /// What is signed.
    var message: [UInt8] { data.bytes + SHA256.hash(data: Data(clientText.utf8)) }

    /// With a valid signature, unless ``signature`` is set.
    func json() throws -> String {
        let signature = try signature ?? quoted(base64(key.sign(message)))
        return object([
            ("type", type), ("id", id),
            (
                "response",
                object([
                    ("authenticatorData", authenticatorData ?? quoted(base64(data.bytes))), ("clientData", clientData),
                    ("clientDataJSON", clientDataJSON ?? quoted(clientText)), ("signature", signature),
                ])
            ),
        ])
    }

    func with(_ change: (inout Assertion) throws -> Void) rethrows -> Assertion {
        var copy = self
        try change(&copy)
        return copy
    }

    func verify() throws -> SecurityKey {
        try Assertion.verify(json(), keys)
    }

    func isRefused() throws -> Bool {
        Assertion.isRefused(try json(), keys)
    }

    static func verify(_ json: String, _ keys: [SecurityKey]) throws(WebAuthnError) -> SecurityKey {
        try AuthenticationCeremony(relyingParty: Sample.relyingParty, challenge: Sample.challenge).verify(json, keys: keys)
    }

    static func isRefused(_ json: String, _ keys: [SecurityKey]) -> Bool {
        (try? verify(json, keys)) == nil
    }
}
