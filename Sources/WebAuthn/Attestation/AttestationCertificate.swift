import Crypto
import CryptoExtras
import SwiftASN1
import X509

/// The certificate of an attestation key. Who issued it, and when it is good, is not judged.
struct AttestationCertificate {
    /// Bytes; real ones have less than half of it.
    static let longest = 4096

    /// id-fido-gen-ce-aaguid.
    private static let aaguid: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4]

    private let certificate: Certificate

    init(_ der: [UInt8]) throws(WebAuthnRefusal) {
        guard der.count <= Self.longest, let certificate = try? Certificate(derEncoded: der) else {
            throw .data("the attestation certificate cannot be read")
        }
        self.certificate = certificate
    }

    /// `nil` if the certificate's key is not of this algorithm.
    func key(for algorithm: COSEAlgorithm) -> VerificationKey? {
        let key = certificate.publicKey
        switch algorithm {
        case .es256: return P256.Signing.PublicKey(key).map(VerificationKey.es256)
        case .edDSA: return Curve25519.Signing.PublicKey(key).map(VerificationKey.edDSA)
        case .rs256:
            guard let key = _RSA.Signing.PublicKey(key), VerificationKey.modulusBits.contains(key.keySizeInBits) else { return nil }
            return .rs256(key)
        }
    }

    /// W3C §8.2.1, and the aaguid of §8.2.
    func checkPackedRequirements(aaguid: [UInt8]) throws(WebAuthnRefusal) {
        guard certificate.version == .v3 else { throw .data("the attestation certificate is not version 3") }
        guard subject(.RDNAttributeType.countryName).contains(where: { $0.utf8.count == 2 }),
            subject(.RDNAttributeType.organizationName).contains(where: { !$0.isEmpty }),
            subject(.RDNAttributeType.organizationalUnitName).contains(where: { $0.utf8.elementsEqual("Authenticator Attestation".utf8) }),
            subject(.RDNAttributeType.commonName).contains(where: { !$0.isEmpty })
        else { throw .data("the attestation certificate's subject is not an authenticator") }
        guard case .notCertificateAuthority? = try? certificate.extensions.basicConstraints else {
            throw .data("the attestation certificate does not say that it is no authority")
        }
        // An OCTET STRING of 16 bytes, not critical.
        if let model = certificate.extensions[oid: Self.aaguid] {
            guard !model.critical, let value = try? ASN1OctetString(derEncoded: Array(model.value)), value.bytes.elementsEqual(aaguid)
            else {
                throw .data("the attestation certificate is for another model")
            }
        }
    }

    /// All values of an attribute that are text.
    private func subject(_ type: ASN1ObjectIdentifier) -> [String] {
        certificate.subject.flatMap { $0 }.filter { $0.type == type }.compactMap { String($0.value) }
    }
}
