import Crypto
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

@Suite struct AuthenticationDamageTests {
    @Test(arguments: [
        "", " ", "null", "1", "\"\"", "[]", "{}", "{", "x", "\u{0}", "{\"type\":\"public-key\",\"id\":\"QEFCQ0RFRkdISUpLTE1OTw==\"}",
        "{\"type\":\"public-key\",\"id\":\"QEFCQ0RFRkdISUpLTE1OTw==\",\"response\":{}}", String(repeating: "[", count: 65536),
        String(repeating: "{\"response\":", count: 5000),
    ])
    func malformedJSONIsRefused(_ json: String) throws {
        #expect(Assertion.isRefused(json, [try SoftwareKey.es256.registered()]))
    }

    @Test func truncatedJSONIsRefused() throws {
        let assertion = try Assertion().with { $0.clientData = ClientText.get.text }
        let json = try assertion.json()
        for count in 0..<json.count { #expect(Assertion.isRefused(String(json.prefix(count)), assertion.keys), "first \(count)") }
        #expect(Assertion.isRefused(json + "x", assertion.keys))
    }

    @Test(arguments: RegistrationDamageTests.texts)
    func malformedMembersAreRefused(_ text: String?) throws {
        #expect(try Assertion().with { $0.id = text }.isRefused())
        #expect(try Assertion().with { $0.authenticatorData = text ?? "null" }.isRefused())
        #expect(try Assertion().with { $0.signature = text ?? "null" }.isRefused())
        #expect(try Assertion().with { $0.clientDataJSON = text ?? "null" }.isRefused())
    }

    @Test(arguments: [nil, "null", "7", "\"\"", "\"public-kex\"", "\"Public-Key\"", "\"public-key \"", "[\"public-key\"]"])
    func credentialOfAnotherTypeIsRefused(_ type: String?) throws {
        #expect(try Assertion().with { $0.type = type }.isRefused())
    }

    @Test func missingMemberIsRefused() throws {
        let assertion = try Assertion()
        let json = try assertion.json()
        for name in ["type", "id", "response", "authenticatorData", "clientDataJSON", "signature"] {
            #expect(Assertion.isRefused(json.replacing("\"\(name)\":", with: "\"_\(name)\":"), assertion.keys), "\(name)")
        }
    }

    @Test func keyOfAnotherUserIsRefused() throws {
        let whole = try Assertion()
        let stranger = SoftwareKey(.es256(P256.Signing.PrivateKey()))
        #expect(try whole.with { $0.keys = [] }.isRefused())
        #expect(try whole.with { $0.keys = [try stranger.registered()] }.isRefused())
        #expect(try whole.with { $0.keys = [try SoftwareKey(stranger.secret, id: [1]).registered()] }.isRefused())
        #expect(try whole.with { $0.keys = [try SoftwareKey.made(.edDSA).registered()] }.isRefused())
        for position in SoftwareKey.es256.id.indices {
            var id = SoftwareKey.es256.id
            id[position] ^= 0x80
            #expect(try whole.with { $0.id = quoted(base64(id)) }.isRefused())
        }
    }

    /// Each prefix has a valid signature.
    @Test func truncatedAuthenticatorDataIsRefused() throws {
        let key = SoftwareKey.es256
        for data in [AuthData.assertion(), AuthData(flags: 0x81, counter: 1, rest: CBOR.map(["a": "b"]).encoded)] {
            for count in data.bytes.indices {
                let part = Array(data.bytes.prefix(count))
                let assertion = try Assertion(key).with {
                    $0.authenticatorData = quoted(base64(part))
                    $0.signature = quoted(base64(try key.sign(part + SHA256.hash(data: Data($0.clientText.utf8)))))
                }
                #expect(try assertion.isRefused(), "first \(count) bytes")
            }
        }
    }

    /// With a valid signature for another domain.
    @Test func rpIDHashWithAnyChangedBitIsRefused() throws {
        for position in 0..<32 {
            for bit in 0..<8 { #expect(try Assertion().with { $0.data.hash[position] ^= 1 << bit }.isRefused()) }
        }
    }

    /// Changes each byte after signing.
    @Test(arguments: COSEAlgorithm.allCases)
    func signedDataWithAnyChangedByteIsRefused(_ algorithm: COSEAlgorithm) throws {
        let key = try SoftwareKey.made(algorithm)
        let assertion = try Assertion(key)
        let signed = try assertion.with { $0.signature = quoted(base64(try key.sign($0.message))) }
        for position in assertion.data.bytes.indices {
            for change in [0x01, 0x02, 0x08, 0x80] as [UInt8] {
                var bytes = assertion.data.bytes
                bytes[position] ^= change
                #expect(try signed.with { $0.authenticatorData = quoted(base64(bytes)) }.isRefused())
            }
        }
        let text = Array(assertion.clientText.utf8)
        for position in text.indices {
            var bytes = text
            bytes[position] ^= 0x01
            #expect(try signed.with { $0.clientText = String(decoding: bytes, as: UTF8.self) }.isRefused())
        }
    }
}
