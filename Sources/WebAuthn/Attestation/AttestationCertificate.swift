import Cryptography

/// The certificate of an attestation key. Its issuer and validity period are not checked.
struct AttestationCertificate {
    /// Limit in bytes. Certificates of authenticators have less than half of it.
    static let maximumLength = 4096

    /// id-fido-gen-ce-aaguid.
    private static let aaguid = "1.3.6.1.4.1.45724.1.1.4"

    private let certificate: Certificate

    init(_ der: [UInt8]) throws(WebAuthnError) {
        guard der.count <= Self.maximumLength, let certificate = Certificate(der: der) else {
            throw .data("the attestation certificate cannot be read")
        }
        self.certificate = certificate
    }

    /// The key; `nil` when it is not for this algorithm.
    func key(for algorithm: COSEAlgorithm) -> VerificationKey? {
        certificate.publicKey.flatMap { VerificationKey($0, for: algorithm) }
    }

    /// Checks the requirements of W3C §8.2.1 and, as §8.2 demands, the AAGUID.
    func checkPackedRequirements(aaguid: [UInt8]) throws(WebAuthnError) {
        guard certificate.version == 3 else { throw .data("the attestation certificate is not version 3") }
        guard certificate.subject(.countryName).contains(where: { $0.utf8.count == 2 }),
            certificate.subject(.organizationName).contains(where: { !$0.isEmpty }),
            certificate.subject(.organizationalUnitName).contains(where: { $0.utf8.elementsEqual("Authenticator Attestation".utf8) }),
            certificate.subject(.commonName).contains(where: { !$0.isEmpty })
        else { throw .data("the attestation certificate's subject is not an authenticator") }
        guard certificate.isAuthority == false else {
            throw .data("the attestation certificate does not say that it is no authority")
        }
        // An OCTET STRING of 16 bytes, not critical.
        if let model = certificate.extensionValue(Self.aaguid) {
            guard !model.isCritical, model.value == [0x04, UInt8(aaguid.count)] + aaguid else {
                throw .data("the attestation certificate is for another model")
            }
        }
    }
}
