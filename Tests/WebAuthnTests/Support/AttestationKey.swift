import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import TestSupport
import X509

@testable import WebAuthn

/// The certificate of an attestation key; each requirement can be broken.
struct Attester {
    var key: SoftwareKey = .es256
    var subject = ["C": "SE", "O": "Maker AB", "OU": "Authenticator Attestation", "CN": "Maker Model 1"]
    var basicConstraints: BasicConstraints? = .notCertificateAuthority
    /// The value of id-fido-gen-ce-aaguid; `nil` omits the extension.
    var aaguid: [UInt8]? = [0x04, 0x10] + Sample.aaguid
    var aaguidIsCritical = false
    /// Replaces the key's own.
    var publicKey: Certificate.PublicKey?

    private static let authority = P256.Signing.PrivateKey()

    func with(_ change: (inout Attester) -> Void) -> Attester {
        var copy = self
        change(&copy)
        return copy
    }

    func certificate() throws -> [UInt8] {
        var extensions = Certificate.Extensions()
        if let basicConstraints { try extensions.append(Critical(basicConstraints).makeCertificateExtension()) }
        if let aaguid {
            try extensions.append(.init(oid: [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4], critical: aaguidIsCritical, value: aaguid[...]))
        }
        let names: [(String, ASN1ObjectIdentifier)] = [
            ("C", .RDNAttributeType.countryName), ("O", .RDNAttributeType.organizationName),
            ("OU", .RDNAttributeType.organizationalUnitName), ("CN", .RDNAttributeType.commonName),
        ]
        let attributes = try names.compactMap { name, type in
            try subject[name].map { value in
                name == "C"
                    ? try RelativeDistinguishedName.Attribute(type: type, printableString: value)
                    : RelativeDistinguishedName.Attribute(type: type, utf8String: value)
            }
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(bytes: [1, 2, 3]), publicKey: publicKey ?? key.certified(),
            notValidBefore: Date(timeIntervalSince1970: 0), notValidAfter: Date(timeIntervalSince1970: 86400),
            issuer: DistinguishedName { CommonName("Maker Root") }, subject: DistinguishedName(attributes), extensions: extensions,
            issuerPrivateKey: .init(Self.authority))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }
}

extension SoftwareKey {
    func certified() -> Certificate.PublicKey {
        switch secret {
        case .es256(let key): .init(key.publicKey)
        case .edDSA(let key): .init(key.publicKey)
        case .rs256(let key): .init(key.publicKey)
        }
    }
}

extension Registration {
    /// What a packed statement signs.
    func packedMessage() -> [UInt8] {
        data.bytes + SHA256.hash(data: Data(ClientText.create.text.utf8))
    }

    /// What a U2F statement signs.
    func u2fMessage(_ key: SoftwareKey) throws -> [UInt8] {
        guard case .es256(let secret) = key.secret else { return [] }
        return [0x00] + data.hash + SHA256.hash(data: Data(ClientText.create.text.utf8)) + key.id + secret.publicKey.x963Representation
    }

    /// With self attestation.
    static func selfAttested(_ key: SoftwareKey) throws -> Registration {
        try Registration(key).with {
            $0.format = "packed"
            let signature = try key.sign($0.packedMessage())
            $0.statement = .map(["alg": .int(key.algorithm.rawValue), "sig": .bytes(signature)])
        }
    }

    static func packed(_ attester: Attester) throws -> Registration {
        try packed(signer: attester.key, certificates: [attester.certificate()])
    }

    static func packed(signer: SoftwareKey, certificates: [[UInt8]], algorithm: Int64? = nil) throws -> Registration {
        try Registration(SoftwareKey.made(.edDSA)).with {
            $0.format = "packed"
            let signature = try signer.sign($0.packedMessage())
            $0.statement = .map([
                "alg": .int(algorithm ?? signer.algorithm.rawValue), "sig": .bytes(signature),
                "x5c": .list(certificates.map(CBOR.bytes)),
            ])
        }
    }

    static func u2f(_ attester: Attester, _ key: SoftwareKey = Registration.u2fKey) throws -> Registration {
        try Registration(key).with {
            $0.format = "fido-u2f"
            let signature = try attester.key.sign($0.u2fMessage(key))
            $0.statement = .map(["x5c": .list([.bytes(try attester.certificate())]), "sig": .bytes(signature)])
        }
    }

    static let u2fKey = SoftwareKey(.es256(P256.Signing.PrivateKey()), id: Array(repeating: 5, count: 64))
}
