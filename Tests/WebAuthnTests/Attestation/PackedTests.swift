import Crypto
import Foundation
import TestSupport
import Testing
import X509

@testable import WebAuthn

/// W3C §8.2.
@Suite struct PackedTests {
    @Test(arguments: COSEAlgorithm.allCases)
    func certifiedAndSelfAttestationAreAccepted(_ algorithm: COSEAlgorithm) throws {
        let key = try SoftwareKey.made(algorithm)
        #expect(try Registration.selfAttested(key).verify() == key.registered())
        #expect(try Registration.packed(Attester(key: key)).verify() == SoftwareKey.made(.edDSA).registered())
    }

    @Test func attestationWithoutClientDataJSONIsRefused() throws {
        let text = ClientText.create.text
        for registration in [try Registration.selfAttested(.es256), try .packed(Attester())] {
            #expect(registration.with { ($0.clientData, $0.clientDataJSON) = (text, nil) }.refusal == .data)
            #expect(registration.with { $0.clientDataJSON = quoted(text + " ") }.refusal == .data)
            #expect(registration.with { $0.clientData = text }.refusal == nil)
        }
    }

    /// Every byte of the object is signed, belongs to the signature, or has only one valid encoding.
    @Test(arguments: COSEAlgorithm.allCases)
    func selfAttestationWithAnyChangedByteIsRefused(_ algorithm: COSEAlgorithm) throws {
        let whole = try Registration.selfAttested(SoftwareKey.made(algorithm))
        let object = whole.encodedObject
        for position in object.indices {
            for change in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
                var bytes = object
                bytes[position] ^= change
                #expect(whole.with { $0.object = bytes }.refusal == .data, "byte \(position) ^ \(change)")
            }
        }
    }

    @Test func truncatedStatementIsRefused() throws {
        for whole in [try Registration.selfAttested(.es256), try .packed(Attester()), try .u2f(Attester())] {
            let object = whole.encodedObject
            for count in object.indices { #expect(whole.with { $0.object = Array(object.prefix(count)) }.refusal == .data) }
        }
    }

    @Test func malformedStatementIsRefused() throws {
        let key = SoftwareKey.es256
        let whole = try Registration.selfAttested(key)
        let signature = CBOR.bytes(try key.sign(whole.packedMessage()))
        let statements: [CBOR] = [
            .map([:]), .map(["alg": -7]), .map(["sig": signature]), .map(["alg": "ES256", "sig": signature]),
            .map(["alg": -7, "sig": "x"]), .map(["alg": -7, "sig": .bytes([])]), .map(["alg": 7, "sig": signature]),
            .map(["alg": -35, "sig": signature]), .map(["alg": -8, "sig": signature]), .map(["alg": -257, "sig": signature]),
            .map(["alg": -7, "sig": signature, "more": 1]), .map(["alg": -7, "sig": signature, "ecdaaKeyId": .bytes([1])]),
            .map(["alg": -7, "sig": signature, "x5c": .list([])]), .map(["alg": -7, "sig": signature, "x5c": .raw([0xF6])]),
            .map(["alg": -7, "sig": signature, "x5c": .bytes([1])]), .map(["alg": -7, "sig": signature, "x5c": .list([.bytes([])])]),
            .map(["alg": -7, "sig": signature, "x5c": .list(["x"])]), .map(["alg": .raw([0x38, 0x06]), "sig": signature]),
        ]
        for statement in statements { #expect(whole.with { $0.statement = statement }.refusal == .data, "\(statement)") }
        #expect(whole.refusal == nil)
    }

    @Test func selfAttestationByAnotherKeyIsRefused() throws {
        let whole = try Registration.selfAttested(.es256)
        let stranger = SoftwareKey(.es256(P256.Signing.PrivateKey()))
        let signature = try stranger.sign(whole.packedMessage())
        #expect(whole.with { $0.statement = .map(["alg": -7, "sig": .bytes(signature)]) }.refusal == .data)
    }

    @Test func otherAttestationFormatsAreRefused() throws {
        let whole = try Registration.selfAttested(.es256)
        for format in ["none", "Packed", "packed ", "", "tpm", "android-key", "android-safetynet", "apple", "compound", "fido-u2f"] {
            #expect(whole.with { $0.format = .text(format) }.refusal == .data, "\(format)")
            if format != "none" {
                #expect(whole.with { ($0.format, $0.statement) = (.text(format), .map([:])) }.refusal == .data, "\(format), empty")
            }
        }
    }

    @Test func chainOfOneToEightCertificatesIsAccepted() throws {
        let attester = Attester()
        let certificate = try attester.certificate()
        for count in 1...9 {
            let chain = [certificate] + Array(repeating: [0x30, 0x00], count: count - 1)
            #expect(try Registration.packed(signer: attester.key, certificates: chain).refusal == (count <= 8 ? nil : .data))
        }
        #expect(try Registration.packed(signer: attester.key, certificates: [[0x30, 0x00], certificate]).refusal == .data)
        let mixed = try Registration.packed(attester).with {
            let signature = try attester.key.sign($0.packedMessage())
            $0.statement = .map(["alg": -7, "sig": .bytes(signature), "x5c": .list([.bytes(certificate), "x"])])
        }
        #expect(mixed.refusal == .data)
    }

    @Test func algThatDoesNotMatchTheCertificateIsRefused() throws {
        for key in try COSEAlgorithm.allCases.map(SoftwareKey.made) {
            let certificate = try Attester(key: key).certificate()
            for algorithm in [-7, -8, -257, -35, -36, -37, 0] as [Int64] {
                let registration = try Registration.packed(signer: key, certificates: [certificate], algorithm: algorithm)
                #expect(registration.refusal == (algorithm == key.algorithm.rawValue ? nil : .data))
            }
        }
        let stranger = SoftwareKey(.es256(P256.Signing.PrivateKey()))
        #expect(try Registration.packed(signer: stranger, certificates: [Attester().certificate()]).refusal == .data)
        let p384 = Attester().with { $0.publicKey = .init(P384.Signing.PrivateKey().publicKey) }
        #expect(try Registration.packed(p384).refusal == .data)
    }
}
