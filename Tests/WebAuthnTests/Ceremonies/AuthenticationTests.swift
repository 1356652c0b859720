import Crypto
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

@Suite struct AuthenticationTests {
    @Test(arguments: COSEAlgorithm.allCases)
    func keyOfEachAlgorithmSignsIn(_ algorithm: COSEAlgorithm) throws {
        let key = try SoftwareKey.made(algorithm)
        #expect(try Assertion(key).verify() == key.registered(counter: 1))
        #expect(try Registration(key).verify() == key.registered(counter: 0))
    }

    @Test func rsaKeyOf4096BitsSignsIn() throws {
        let key = try SoftwareKey.longRSA()
        let registered = try Registration(key).verify()
        #expect(try Assertion(key).with { $0.keys = [registered] }.verify() == registered.with(counter: 1))
    }

    @Test func anyKeyOfTheUserSignsIn() throws {
        let others = try (1...7).map { try SoftwareKey(.es256(P256.Signing.PrivateKey()), id: [$0]).registered(counter: 9) }
        let key = try SoftwareKey.made(.edDSA)
        let used = try Assertion(key).with { $0.keys = others + $0.keys }.verify()
        #expect(used == (try key.registered(counter: 1)))
    }

    @Test func clientDataIsAcceptedAsTextAndObject() throws {
        for copy in ["null", ClientText.get.text, ClientText.get.with("challenge", quoted(base64(Sample.challenge))).text] {
            #expect(try Assertion().with { $0.clientData = copy }.verify().counter == 1)
        }
    }

    /// Any JSON notation is accepted, as long as its bytes are those that were signed.
    @Test func signatureCoversTheExactClientDataText() throws {
        let texts = [
            " " + ClientText.get.text + "\n", ClientText.get.with("crossOrigin", "false").text,
            ClientText.get.with("é\u{301}", "\"/\\/\"").text,
            ClientText.get.with("other_keys_can_be_added_here", #""do not compare clientDataJSON against a template""#).text,
        ]
        for text in texts {
            let assertion = try Assertion().with { $0.clientText = text }
            #expect(try assertion.verify().counter == 1)
            let other = try assertion.with {
                $0.signature = quoted(base64(try SoftwareKey.es256.sign($0.message)))
                $0.clientText = text + " "
            }
            #expect(try other.isRefused())
        }
    }

    static let counters: [(UInt32, UInt32, Bool)] = [
        (0, 0, true), (0, 1, true), (0, .max, true), (1, 0, false), (1, 1, false), (1, 2, true), (5, 4, false), (5, 5, false), (5, 6, true),
        (.max - 1, .max, true), (.max, .max, false), (.max, 0, false), (.max, 1, false), (0x7FFF_FFFF, 0x8000_0000, true),
        (0x8000_0000, 0x7FFF_FFFF, false), (256, 255, false), (255, 256, true),
    ]

    @Test(arguments: counters)
    func counterMustIncrease(_ stored: UInt32, _ received: UInt32, _ isTaken: Bool) throws {
        let assertion = try Assertion(storedCounter: stored).with { $0.data.counter = received }
        if isTaken {
            #expect(try assertion.verify().counter == received)
        } else {
            #expect(try assertion.isRefused())
        }
    }

    /// All combinations, with valid signatures: UP is required, BS requires BE, AT is not allowed, ED requires a map.
    @Test func flagsAreCheckedWithTheirData() throws {
        let key = try SoftwareKey.made(.edDSA)
        let credential = AuthData.credential(id: key.id, publicKey: try key.publicKey().encoded)
        for flags in UInt8.min...UInt8.max {
            let assertion = try Assertion(key).with {
                $0.data.flags = flags
                if flags & 0x40 != 0 { $0.data.rest += credential }
                if flags & 0x80 != 0 { $0.data.rest += CBOR.map([:]).encoded }
            }
            let isRight = flags & 0x41 == 0x01 && flags & 0x18 != 0x10
            #expect(try assertion.isRefused() == !isRight, "flags \(flags)")
            if flags & 0xC0 != 0 { #expect(try assertion.with { $0.data.rest = [] }.isRefused(), "flags \(flags) without data") }
            if flags & 0x80 == 0 { #expect(try assertion.with { $0.data.rest += [0xA0] }.isRefused(), "flags \(flags) with data") }
        }
    }

    @Test(arguments: 0...16)
    func challengeOfLessThan16BytesIsRefused(_ length: Int) throws {
        let challenge = Array(Sample.challenge.prefix(length))
        let assertion = try Assertion().with { $0.clientText = ClientText("webauthn.get", challenge: challenge).text }
        let ceremony = AuthenticationCeremony(relyingParty: Sample.relyingParty, challenge: challenge)
        let json = try assertion.json()
        if length == 16 {
            _ = try ceremony.verify(json, keys: assertion.keys)
        } else {
            #expect(throws: WebAuthnError.self) { try ceremony.verify(json, keys: assertion.keys) }
        }
    }
}
