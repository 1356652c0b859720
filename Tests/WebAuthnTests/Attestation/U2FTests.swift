import Crypto
import Foundation
import TestSupport
import Testing
import X509

@testable import WebAuthn

/// W3C §8.6.
@Suite struct U2FTests {
    @Test func validStatementIsAccepted() throws {
        #expect(try Registration.u2f(Attester()).verify() == Registration.u2fKey.registered())
        // The certificate requirements of packed attestation do not apply to U2F.
        let plain = Attester().with { ($0.subject, $0.basicConstraints, $0.aaguid) = (["CN": "U2F"], nil, nil) }
        #expect(try Registration.u2f(plain).refusal == nil)
    }

    @Test func attestationWithoutClientDataJSONIsRefused() throws {
        let whole = try Registration.u2f(Attester())
        let text = ClientText.create.text
        #expect(whole.with { ($0.clientData, $0.clientDataJSON) = (text, nil) }.refusal == .data)
        #expect(whole.with { $0.clientDataJSON = quoted(" " + text) }.refusal == .data)
    }

    @Test func malformedStatementIsRefused() throws {
        let attester = Attester()
        let whole = try Registration.u2f(attester)
        let certificate = CBOR.bytes(try attester.certificate())
        let signature = CBOR.bytes(try attester.key.sign(whole.u2fMessage(Registration.u2fKey)))
        let statements: [CBOR] = [
            .map([:]), .map(["sig": signature]), .map(["x5c": .list([certificate])]), .map(["x5c": .list([]), "sig": signature]),
            .map(["x5c": .list([certificate, certificate]), "sig": signature]), .map(["x5c": certificate, "sig": signature]),
            .map(["x5c": .list(["x"]), "sig": signature]), .map(["x5c": .list([.bytes([])]), "sig": signature]),
            .map(["x5c": .list([certificate]), "sig": "x"]), .map(["x5c": .list([certificate]), "sig": .bytes([])]),
            .map(["x5c": .list([certificate]), "sig": signature, "alg": -7]),
        ]
        for statement in statements { #expect(whole.with { $0.statement = statement }.refusal == .data, "\(statement)") }
        #expect(whole.with { $0.statement = .map(["sig": signature, "x5c": .list([certificate])]) }.refusal == nil)
    }

    @Test func otherCurvesAndAlgorithmsAreRefused() throws {
        for key in [try SoftwareKey.made(.edDSA), try .made(.rs256)] {
            #expect(try Registration.u2f(Attester(key: key)).refusal == .data)
            #expect(try Registration.u2f(Attester(), key).refusal == .data)
        }
        let p384 = Attester().with { $0.publicKey = .init(P384.Signing.PrivateKey().publicKey) }
        #expect(try Registration.u2f(p384).refusal == .data)
        let stranger = Attester().with { $0.publicKey = .init(P256.Signing.PrivateKey().publicKey) }
        #expect(try Registration.u2f(stranger).refusal == .data)
    }

    /// Changes each signed value after signing.
    @Test func changeOfSignedDataIsRefused() throws {
        let whole = try Registration.u2f(Attester())
        let other = SoftwareKey(Registration.u2fKey.secret, id: Array(repeating: 6, count: 64))
        #expect(try whole.with { ($0.id, $0.data) = (quoted(base64(other.id)), try .registration(other)) }.refusal == .data)
        let stranger = SoftwareKey(.es256(P256.Signing.PrivateKey()), id: Registration.u2fKey.id)
        #expect(try whole.with { $0.data = try .registration(stranger) }.refusal == .data)
        // This format does not sign flags, counter and AAGUID.
        #expect(whole.with { $0.data.counter = 7 }.refusal == nil)
    }

    @Test func signatureWithAnyChangedByteIsRefused() throws {
        let attester = Attester()
        let whole = try Registration.u2f(attester)
        let certificate = CBOR.bytes(try attester.certificate())
        let signature = try attester.key.sign(whole.u2fMessage(Registration.u2fKey))
        for position in signature.indices {
            for change in [0x01, 0x80, 0xFF] as [UInt8] {
                var changed = signature
                changed[position] ^= change
                let statement = CBOR.map(["x5c": .list([certificate]), "sig": .bytes(changed)])
                #expect(whole.with { $0.statement = statement }.refusal == .data)
            }
        }
    }
}
