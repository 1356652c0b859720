import Crypto
import CryptoExtras
import Foundation
import TestSupport
import Testing
import X509

@testable import WebAuthn

/// W3C §8.2.1.
@Suite struct CertificateTests {
    static let rightOnes: [(String, Attester)] = [
        ("as it should be", Attester()),
        ("without aaguid", Attester().with { $0.aaguid = nil }),
        ("long names", Attester().with { $0.subject["O"] = String(repeating: "ö", count: 200) }),
    ]

    @Test(arguments: rightOnes)
    func certificateThatMeetsTheRequirementsIsAccepted(_ what: String, _ attester: Attester) throws {
        #expect(try Registration.packed(attester).refusal == nil, "\(what)")
    }

    static let wrongOnes: [(String, Attester)] = [
        ("no country", Attester().with { $0.subject["C"] = nil }), ("long country", Attester().with { $0.subject["C"] = "Sweden" }),
        ("no organisation", Attester().with { $0.subject["O"] = nil }), ("empty organisation", Attester().with { $0.subject["O"] = "" }),
        ("no unit", Attester().with { $0.subject["OU"] = nil }), ("other unit", Attester().with { $0.subject["OU"] = "Attestation" }),
        ("unit in lower case", Attester().with { $0.subject["OU"] = "authenticator attestation" }),
        ("unit with a blank", Attester().with { $0.subject["OU"] = "Authenticator Attestation " }),
        ("no name", Attester().with { $0.subject["CN"] = nil }), ("empty name", Attester().with { $0.subject["CN"] = "" }),
        ("authority", Attester().with { $0.basicConstraints = .isCertificateAuthority(maxPathLength: nil) }),
        ("authority of length 0", Attester().with { $0.basicConstraints = .isCertificateAuthority(maxPathLength: 0) }),
        ("nothing said of authority", Attester().with { $0.basicConstraints = nil }),
        ("other model", Attester().with { $0.aaguid = [0x04, 0x10] + Array(repeating: 0, count: 16) }),
        ("short model", Attester().with { $0.aaguid = [0x04, 0x0F] + Sample.aaguid.dropLast() }),
        ("bare model", Attester().with { $0.aaguid = Sample.aaguid }), ("empty model", Attester().with { $0.aaguid = [] }),
        ("model and more", Attester().with { $0.aaguid = [0x04, 0x10] + Sample.aaguid + [0] }),
        ("critical model", Attester().with { $0.aaguidIsCritical = true }),
        ("too long", Attester().with { $0.subject["O"] = String(repeating: "x", count: 4096) }),
    ]

    @Test(arguments: wrongOnes)
    func certificateThatBreaksARequirementIsRefused(_ what: String, _ attester: Attester) throws {
        #expect(try Registration.packed(attester).refusal == .data, "\(what)")
    }

    /// [0] EXPLICIT INTEGER: 2 is version 3.
    @Test(arguments: [UInt8(0), 1, 3, 0x7F])
    func certificateOfAnotherVersionIsRefused(_ version: UInt8) throws {
        let attester = Attester()
        var certificate = try attester.certificate()
        let position = try #require(certificate.firstRange(of: [0xA0, 0x03, 0x02, 0x01, 0x02])).upperBound - 1
        certificate[position] = version
        #expect(try Registration.packed(signer: attester.key, certificates: [certificate]).refusal == .data)
    }

    @Test(arguments: [(2048, true), (4096, true), (4104, false), (8192, false)])
    func rsaKeysOf2048To4096BitsAreAccepted(_ bits: Int, _ isTaken: Bool) throws {
        let modulus = Array(repeating: UInt8(0xA5), count: bits / 8)
        let key = try _RSA.Signing.PublicKey(n: modulus, e: [1, 0, 1] as [UInt8])
        let certificate = try AttestationCertificate(Attester().with { $0.publicKey = .init(key) }.certificate())
        #expect((certificate.key(for: .rs256) != nil) == isTaken)
    }

    @Test func truncatedCertificateIsRefused() throws {
        let attester = Attester()
        let certificate = try attester.certificate()
        for count in certificate.indices {
            let part = Array(certificate.prefix(count))
            #expect(try Registration.packed(signer: attester.key, certificates: [part]).refusal == .data)
        }
        #expect(try Registration.packed(signer: attester.key, certificates: [certificate + [0]]).refusal == .data)
    }

    /// The signature of the certificate is not verified, so some changes are accepted; none may end the process.
    @Test(arguments: COSEAlgorithm.allCases)
    func certificateWithAnyChangedByteDoesNotTrap(_ algorithm: COSEAlgorithm) throws {
        let attester = Attester(key: try SoftwareKey.made(algorithm))
        let certificate = try attester.certificate()
        let whole = try Registration.packed(attester)
        let signature = try attester.key.sign(whole.packedMessage())
        for position in certificate.indices {
            for byte in [0x00, 0x80, 0xFF, certificate[position] ^ 0x20] as [UInt8] {
                var changed = certificate
                changed[position] = byte
                let registration = whole.with {
                    $0.statement = .map([
                        "alg": .int(algorithm.rawValue), "sig": .bytes(signature), "x5c": .list([.bytes(changed)]),
                    ])
                }
                #expect(registration.refusal != .clientData)
            }
        }
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 0x80], [0x30, 0x00], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], Array(repeating: 0x30, count: 4096),
            Array(repeating: [0x30, 0x80], count: 2000).flatMap { $0 }, Array(repeating: 0xFF, count: 4096),
            Array(repeating: 0, count: 60000),
        ] as [[UInt8]])
    func bytesThatAreNoCertificateAreRefused(_ bytes: [UInt8]) throws {
        #expect(try Registration.packed(signer: .es256, certificates: [bytes]).refusal == .data)
    }
}
