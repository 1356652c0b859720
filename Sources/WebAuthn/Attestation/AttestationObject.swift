import Cryptography

/// A new key with its attestation statement (W3C §6.5.4).
struct AttestationObject {
    let format: CBORValue
    let statement: [CBORValue: CBORValue]
    let data: AuthenticatorData
    let credential: AttestedCredential

    /// - Parameter bytes: a CBOR map with exactly the three members of the CDDL in W3C §6.5.4.
    init(_ bytes: [UInt8]) throws(WebAuthnError) {
        guard case .map(let object)? = CBORReader.read(bytes), object.count == 3, let format = object["fmt"],
            case .map(let statement)? = object["attStmt"], case .bytes(let data)? = object["authData"]
        else { throw .data("the attestation object is not the CBOR map that it should be") }
        self.format = format
        self.statement = statement
        self.data = try AuthenticatorData(data)
        guard let credential = self.data.credential else { throw .data("there is no new key") }
        self.credential = credential
    }

    /// Steps 21 and 22 of §7.1: determines the format and verifies the statement by its procedure.
    /// - Parameter clientDataJSON: as the browser made it; `nil` if it was not sent, which only the format `none` permits.
    func verify(clientDataJSON: String?) throws(WebAuthnError) {
        let hash = clientDataJSON.map { HashFunction.sha256.hash($0) }
        switch (format, hash) {
        case ("none", _):
            // §8.7: the statement is an empty map.
            guard statement.isEmpty else { throw .data("a statement comes with attestation none") }
        case ("packed", let hash?): try verifyPacked(clientDataHash: hash)
        case ("fido-u2f", let hash?): try verifyU2F(clientDataHash: hash)
        case ("packed", nil), ("fido-u2f", nil): throw .data("an attestation cannot be checked without clientDataJSON")
        default: throw .data("the attestation format is none that we take")
        }
    }

    /// - Returns: the certificate of the attestation key, which is the first one of `x5c`.
    func certificate(of chain: CBORValue, lengths: ClosedRange<Int>) throws(WebAuthnError) -> AttestationCertificate {
        guard case .list(let items) = chain, lengths.contains(items.count), case .bytes(let first)? = items.first,
            items.allSatisfy({ if case .bytes = $0 { true } else { false } })
        else { throw .data("x5c is no list of certificates") }
        return try AttestationCertificate(first)
    }
}
