/// Packed attestation (W3C §8.2).
extension AttestationObject {
    /// Accepted numbers of certificates. Chains of authenticators have two or three.
    private static let chainLengths = 1...8

    func verifyPacked(clientDataHash: [UInt8]) throws(WebAuthnError) {
        // The statement conforms to the syntax: alg and sig, with or without x5c.
        let chain = statement["x5c"]
        guard statement.count == (chain == nil ? 2 : 3), case .integer(let number)? = statement["alg"],
            case .bytes(let signature)? = statement["sig"], let algorithm = COSEAlgorithm(rawValue: number)
        else { throw .data("the packed statement is malformed") }
        let signed = data.bytes + clientDataHash
        if let chain {
            // sig verifies over authenticatorData and clientDataHash with the key of the first certificate and the algorithm alg.
            let certificate = try certificate(of: chain, lengths: Self.chainLengths)
            guard let key = certificate.key(for: algorithm) else { throw .data("the certificate has no key for alg") }
            guard key.isValid(signature, for: signed) else { throw .data("the attestation signature is wrong") }
            try certificate.checkPackedRequirements(aaguid: credential.aaguid)
        } else {
            // Self attestation: alg is the new key's, and sig verifies with it.
            guard algorithm == credential.key.algorithm else { throw .data("alg is not the new key's") }
            guard credential.key.isValid(signature, for: signed) else { throw .data("the attestation signature is wrong") }
        }
    }
}

/// FIDO U2F attestation (W3C §8.6).
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
        // 3. and 4. The new key as an ANSI X9.62 point; U2F supports no other kind of key.
        guard let point = credential.key.point else { throw .data("U2F has ES256 keys only") }
        // 5. and 6. sig verifies over 0x00, rpIdHash, clientDataHash, credentialId and the point.
        let signed = [0x00] + data.rpIDHash + clientDataHash + credential.id + point
        guard key.isValid(signature, for: signed) else { throw .data("the attestation signature is wrong") }
    }
}
