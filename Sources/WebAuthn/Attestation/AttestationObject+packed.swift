/// W3C §8.2.
extension AttestationObject {
    /// Certificates in a chain; real ones have two or three.
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
