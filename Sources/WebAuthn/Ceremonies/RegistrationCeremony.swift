/// The registration ceremony of a new key (W3C §7.1; contract: `two-factor.md` §10, rows 2 to 9 of `activate`).
public struct RegistrationCeremony: Sendable {
    private let relyingParty: RelyingParty
    private let challenge: [UInt8]

    /// - Parameter challenge: as issued for this user. With less than 16 bytes every response is refused.
    public init(relyingParty: RelyingParty, challenge: [UInt8]) {
        self.relyingParty = relyingParty
        self.challenge = challenge
    }

    /// - Parameter json: `publicKeyCredentialJson`.
    /// - Returns: the new key. The caller must check that its id is not registered yet (§7.1 step 26).
    public func verify(_ json: String) throws(WebAuthnError) -> SecurityKey {
        // Row 2. The browser performs steps 1 to 4 of §7.1; client extension results are not sent.
        guard let credential = JSONText.read(Credential.self, from: json), let id = [UInt8](base64: credential.id),
            let object = [UInt8](base64: credential.response.attestationObject)
        else { throw .data("the registration is not the JSON that it should be") }
        let response = credential.response

        // Row 3: steps 5 to 11.
        let clientData: ClientData
        if let text = response.clientDataJSON {
            clientData = try .read(text, copy: response.clientData)
        } else if let data = response.clientData {
            clientData = data
        } else {
            throw .data("the registration has no client data")
        }
        try clientData.check(.registration, challenge: challenge, relyingParty)

        // Rows 4, 7 and 8: steps 13, 20 and 25. Step 12, the hash, is in the verification of the statement.
        let attestation = try AttestationObject(object)
        guard attestation.credential.id == id else { throw .data("the id is not the new key's") }
        // Rows 5 and 6: steps 14 to 19.
        try attestation.data.check(relyingParty)
        // Row 9: steps 21 and 22. Steps 23 and 24: there are no trust anchors, because the options request no attestation.
        try attestation.verify(clientDataJSON: response.clientDataJSON)

        // Step 27. Step 28: the extensions are not used.
        return SecurityKey(attestation.credential, counter: attestation.data.counter)
    }

    /// The input of `activate`.
    private struct Credential: Decodable {
        struct Response: Decodable {
            let clientData: ClientData?
            let clientDataJSON: String?
            let attestationObject: String
        }

        let id: String
        let response: Response
    }
}
