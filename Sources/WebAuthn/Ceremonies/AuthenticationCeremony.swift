import Cryptography
import Foundation

/// The authentication ceremony: a sign-in with a registered key (W3C §7.2; contract: `two-factor.md` §10, rows 2 to 6 of `verify`).
public struct AuthenticationCeremony: Sendable {
    private let relyingParty: RelyingParty
    private let challenge: [UInt8]

    /// - Parameter challenge: as issued for this user. With less than 16 bytes every response is refused.
    public init(relyingParty: RelyingParty, challenge: [UInt8]) {
        self.relyingParty = relyingParty
        self.challenge = challenge
    }

    /// - Parameters:
    ///   - json: `publicKeyCredentialJson`.
    ///   - keys: all keys of the user.
    /// - Returns: the key that signed, with the counter to store.
    public func verify(_ json: String, keys: [SecurityKey]) throws(WebAuthnError) -> SecurityKey {
        // Row 2. The browser performs steps 1 to 4 of §7.2; client extension results are not sent.
        guard let credential = JSONText.read(Credential.self, from: json), credential.type.utf8.elementsEqual("public-key".utf8),
            let id = [UInt8](base64: credential.id), let bytes = [UInt8](base64: credential.response.authenticatorData),
            let signature = [UInt8](base64: credential.response.signature)
        else { throw .data("the assertion is not the JSON that it should be") }
        // Steps 5 and 6: the user is identified, and the id belongs to a key of that user. Step 7: see above.
        guard let key = keys.first(where: { $0.credentialID == id }) else { throw .data("the key is none of this user's") }

        // Row 3: steps 8 to 14.
        let text = credential.response.clientDataJSON
        try ClientData.read(text, copy: credential.response.clientData).check(.authentication, challenge: challenge, relyingParty)

        // Row 4: steps 15 to 19. An assertion has no attested credential data (§6.3.3).
        let data = try AuthenticatorData(bytes)
        guard data.credential == nil else { throw .data("an assertion brings a new key") }
        try data.check(relyingParty)

        // Row 5: step 20, the hash, and step 21, the signature.
        guard key.verificationKey.isValid(signature, for: data.bytes + HashFunction.sha256.hash(text)) else {
            throw .data("the signature is wrong")
        }

        // Row 6: step 22. A counter that does not increase indicates a cloned key.
        guard data.counter > key.counter || (data.counter == 0 && key.counter == 0) else { throw .data("the counter went back") }
        // Step 24. Step 23: the extensions are not used.
        return key.with(counter: data.counter)
    }

    /// The input of `verify`.
    private struct Credential: Decodable {
        struct Response: Decodable {
            let authenticatorData: String
            let clientData: ClientData?
            let clientDataJSON: String
            let signature: String
        }

        let type: String
        let id: String
        let response: Response
    }
}
