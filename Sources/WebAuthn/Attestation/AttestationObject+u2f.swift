/// W3C §8.6.
extension AttestationObject {
    func verifyU2F(clientDataHash: [UInt8]) throws(WebAuthnError) {
        // 1. The statement conforms to the syntax.
        guard statement.count == 2, let chain = statement["x5c"], case .bytes(let signature)? = statement["sig"] else {
            throw .data("the fido-u2f statement is malformed")
        }
        // 2. Exactly one certificate, with a key on P-256.
        guard let key = try certificate(of: chain, lengths: 1...1).key(for: .es256) else {
            throw .data("the certificate's key is not P-256")
        }
        // 3. and 4. The new key as an ANSI X9.62 point; U2F knows no other kind.
        guard let point = credential.key.point else { throw .data("U2F has ES256 keys only") }
        // 5. and 6. sig verifies over 0x00, rpIdHash, clientDataHash, credentialId and the point.
        let signed = [0x00] + data.rpIDHash + clientDataHash + credential.id + point
        guard key.isValid(signature, for: signed) else { throw .data("the attestation signature is wrong") }
    }
}
