import TestSupport
import Testing

@testable import WebAuthn

@Suite struct RegistrationTests {
    @Test(arguments: COSEAlgorithm.allCases)
    func keyOfEachAlgorithmIsRegistered(_ algorithm: COSEAlgorithm) throws {
        let key = try SoftwareKey.made(algorithm)
        let registered = try Registration(key).with { $0.data.counter = 0xFFFF_FFFE }.verify()
        #expect(registered == (try key.registered(counter: 0xFFFF_FFFE)))
        #expect(registered.algorithm == algorithm)
    }

    /// Each alone, and both together.
    @Test func clientDataIsAcceptedAsTextAndAsObject() throws {
        let text = ClientText.create.text
        let whole = try Registration()
        let forms = [
            whole, whole.with { $0.clientData = text }, whole.with { ($0.clientData, $0.clientDataJSON) = (text, nil) },
            whole.with { ($0.clientData, $0.clientDataJSON) = (text, "null") },
            whole.with { $0.clientData = "null" },
            // The copy may have another notation, and may lack members that are not compared.
            whole.with {
                $0.clientData = ClientText.create.with("challenge", quoted(base64(Sample.challenge))).text
                $0.clientDataJSON = quoted(ClientText.create.with("crossOrigin", "false").with("other", #"{"a":[1,null]}"#).text)
            },
            whole.with { $0.clientDataJSON = quoted("\u{FEFF} \n" + text + "\t") },
            whole.with { $0.clientDataJSON = quoted(ClientText("webauthn.create", origin: "https://Gateway.Example:8443").text) },
        ]
        for form in forms { #expect(form.refusal == nil, "\(form.json)") }
    }

    @Test func idInBothBase64AlphabetsIsAccepted() throws {
        let id: [UInt8] = [0xFB, 0xFF, 0xFE, 0x00]
        let key = SoftwareKey(SoftwareKey.es256.secret, id: id)
        for text in [base64(id), base64URL(id), base64(id).replacing("=", with: "")] {
            #expect(try Registration(key).with { $0.id = quoted(text) }.verify().credentialID == id)
        }
    }

    @Test func unknownMembersAreIgnored() throws {
        let json = try Registration().json
        let more = #"{"type":"public-key","rawId":"x","authenticatorAttachment":null,"clientExtensionResults":{},"# + json.dropFirst()
        #expect(Registration.refusal(more) == nil)
    }

    @Test(arguments: [1, 16, 64, 1023])
    func idOf1To1023BytesIsAccepted(_ length: Int) throws {
        let key = SoftwareKey(SoftwareKey.es256.secret, id: Array(repeating: 7, count: length))
        #expect(try Registration(key).verify().credentialID.count == length)
    }

    @Test func extensionOutputsAreIgnored() throws {
        let plain = try Registration()
        for map in [CBOR.map([:]), .map(["credProtect": 2, "hmac-secret": .raw([0xF5])]), .map(["a": .list([.map([:])])])] {
            let with = plain.with {
                $0.data.flags |= 0x80
                $0.data.rest += map.encoded
            }
            #expect(try with.verify() == plain.verify())
        }
    }

    /// All combinations, with the data that they announce: UP and AT are required, BS requires BE, the others are free.
    @Test func flagsAreCheckedWithTheirData() throws {
        let whole = try Registration()
        for flags in UInt8.min...UInt8.max {
            let registration = whole.with {
                $0.data.flags = flags
                if flags & 0x40 == 0 { $0.data.rest = [] }
                if flags & 0x80 != 0 { $0.data.rest += CBOR.map([:]).encoded }
            }
            let isRight = flags & 0x41 == 0x41 && flags & 0x18 != 0x10
            #expect(registration.refusal == (isRight ? nil : .data), "flags \(flags)")
        }
    }

    /// All combinations, with the data that the other flags announce.
    @Test func flagWithoutItsDataIsRefused() throws {
        let whole = try Registration()
        for flags in UInt8.min...UInt8.max {
            // The data belongs to AT.
            if flags & 0xC0 != 0x40 { #expect(whole.with { $0.data.flags = flags }.refusal == .data, "flags \(flags)") }
            let extended = whole.with {
                $0.data.flags = flags
                $0.data.rest += CBOR.map([:]).encoded
            }
            if flags & 0xC0 != 0xC0 { #expect(extended.refusal == .data, "flags \(flags) with extensions") }
        }
    }

    @Test(arguments: 0...16)
    func challengeOfLessThan16BytesIsRefused(_ length: Int) throws {
        let challenge = Array(Sample.challenge.prefix(length))
        let json = try Registration().with { $0.clientDataJSON = quoted(ClientText("webauthn.create", challenge: challenge).text) }.json
        let ceremony = RegistrationCeremony(relyingParty: Sample.relyingParty, challenge: challenge)
        if length == 16 {
            _ = try ceremony.verify(json)
        } else {
            #expect(throws: WebAuthnError.self) { try ceremony.verify(json) }
        }
    }

    /// The first failing row of the contract's table determines the error.
    @Test func errorsFollowTheOrderOfTheTable() throws {
        let wrongText = quoted(ClientText.get.text)
        let whole = try Registration()
        #expect(whole.with { ($0.clientDataJSON, $0.id) = (wrongText, "\"*\"") }.refusal == .data)
        #expect(whole.with { ($0.clientDataJSON, $0.attestationObject) = (wrongText, "\"*\"") }.refusal == .data)
        #expect(whole.with { ($0.clientDataJSON, $0.id) = (wrongText, "\"AAAA\"") }.refusal == .clientData)
        #expect(whole.with { ($0.clientDataJSON, $0.attestationObject) = (wrongText, "\"AAAA\"") }.refusal == .clientData)
        #expect(whole.with { ($0.clientDataJSON, $0.data.flags) = (wrongText, 0) }.refusal == .clientData)
    }

    @Test func reasonsContainNothingOfTheInput() throws {
        let json = try Registration().with { $0.clientDataJSON = quoted(ClientText("canary.4711").text) }.json
        #expect(throws: WebAuthnError(.clientData, "the type is of another ceremony")) { try Registration.verify(json) }
    }
}
