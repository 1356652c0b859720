import Crypto
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

/// Rows 2 and 4 to 8: every error outside of client data and attestation statement is of kind `data`.
@Suite struct RegistrationDamageTests {
    @Test(arguments: [
        "", " ", "null", "true", "1", "\"\"", "[]", "{}", "{", "}", "x", "\u{0}", "{\"id\":\"AAAA\"}", "{\"response\":{}}",
        "{\"id\":\"AAAA\",\"response\":null}", "{\"id\":\"AAAA\",\"response\":[]}", "{\"id\":\"AAAA\",\"response\":\"\"}",
        "{\"id\":\"AAAA\",\"response\":{}}", String(repeating: "[", count: 65536), String(repeating: "{\"response\":", count: 5000),
        String(repeating: "{\"id\":", count: 400), "{\"id\":\"" + String(repeating: "\\u", count: 30000),
    ])
    func malformedJSONIsRefused(_ json: String) {
        #expect(Registration.refusal(json) == .data)
    }

    @Test func truncatedJSONIsRefused() throws {
        let json = try Registration().with { $0.clientData = ClientText.create.text }.json
        for count in 0..<json.count { #expect(Registration.refusal(String(json.prefix(count))) == .data, "first \(count)") }
        #expect(Registration.refusal(json + "x") == .data)
        #expect(Registration.refusal(json + json) == .data)
    }

    /// JSON of a wrong type or with wrong content; `nil` removes the member.
    static let texts: [String?] = [
        nil, "null", "7", "true", "[]", "{}", "[64,65]", "\"\"", "\"=\"", "\"*\"", "\"A\"", "\"AAAA\"", "\"QEFCQ0RFRkdISUpLTE1OT\"",
        "\"QEFCQ0RFRkdISUpLTE1OTw=\"", "\"QEFCQ0RFRkdISUpLTE1OTx==\"", "\" QEFCQ0RFRkdISUpLTE1OTw==\"", "\"QEFCQ0RFRkdISUpLTE1OTw==\\n\"",
        "\"QEFCQ0RFRkdISUpLTE1OTw==AA\"", "\"QEFCQ0RFRkdISUpLTE1O\"", "\"QEFCQ0RFRkdISUpLTE1OT0A=\"",
    ]

    @Test(arguments: texts)
    func malformedAttestationObjectIsRefused(_ text: String?) throws {
        #expect(try Registration().with { $0.id = text }.refusal == .data)
        #expect(try Registration().with { $0.attestationObject = text ?? "null" }.refusal == .data)
    }

    @Test(arguments: ["7", "true", "[]", "{}"])
    func clientDataJSONOfAWrongTypeIsRefused(_ value: String) throws {
        #expect(try Registration().with { $0.clientDataJSON = value }.refusal == .data)
    }

    @Test func missingClientDataIsRefused() throws {
        #expect(try Registration().with { $0.clientDataJSON = nil }.refusal == .data)
        #expect(try Registration().with { ($0.clientDataJSON, $0.clientData) = ("null", "null") }.refusal == .data)
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func truncatedAttestationObjectIsRefused(_ algorithm: COSEAlgorithm) throws {
        let whole = try Registration(SoftwareKey.made(algorithm))
        let object = whole.encodedObject
        for count in object.indices {
            #expect(whole.with { $0.object = Array(object.prefix(count)) }.refusal == .data, "first \(count) bytes")
        }
        #expect(whole.with { $0.object = object + [0] }.refusal == .data)
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func truncatedAuthenticatorDataIsRefused(_ algorithm: COSEAlgorithm) throws {
        let whole = try Registration(SoftwareKey.made(algorithm))
        let data = whole.data.bytes
        for count in data.indices {
            let object = CBOR.map(["fmt": "none", "attStmt": .map([:]), "authData": .bytes(Array(data.prefix(count)))])
            #expect(whole.with { $0.object = object.encoded }.refusal == .data, "first \(count) bytes")
        }
    }

    @Test func truncatedBase64IsRefused() throws {
        let text = base64URL(try Registration().encodedObject)
        for count in 0..<text.count {
            #expect(try Registration().with { $0.attestationObject = quoted(String(text.prefix(count))) }.refusal == .data)
        }
    }

    @Test func attestationObjectWithOtherMembersIsRefused() throws {
        let whole = try Registration()
        let data = CBOR.bytes(whole.data.bytes)
        let none = CBOR.map([:])
        let objects: [CBOR] = [
            .map([:]), .list(["fmt", "none"]), data, "none", .map(["attStmt": none, "authData": data]),
            .map(["fmt": "none", "authData": data]), .map(["fmt": "none", "attStmt": none]),
            .map(["fmt": "none", "attStmt": none, "authData": data, "more": 1]),
            .map(["fmt": "none", "fmt": "none", "attStmt": none, "authData": data]),
            .map(["Fmt": "none", "attStmt": none, "authData": data]),
            .map(["fmt": .bytes(Array("none".utf8)), "attStmt": none, "authData": data]),
            .map(["fmt": 1, "attStmt": none, "authData": data]), .map(["fmt": "none", "attStmt": .list([]), "authData": data]),
            .map(["fmt": "none", "attStmt": .raw([0xF6]), "authData": data]), .map(["fmt": "none", "attStmt": none, "authData": none]),
            .map(["fmt": "none", "attStmt": none, "authData": .list([data])]), .map(["fmt": "none", "attStmt": none, "authData": ""]),
            .map(["fmt": "none", "attStmt": none, "authData": .bytes([])]),
            .map(["fmt": "none", "attStmt": none, "authData": .raw([0x5F] + data.encoded + [0xFF])]),
            .raw([0xBF] + CBOR.map(["fmt": "none", "attStmt": none, "authData": data]).encoded.dropFirst() + [0xFF]),
            .raw([0xC0] + whole.encodedObject), .raw([0xB8, 0x03] + whole.encodedObject.dropFirst()),
            .map(["fmt": "none", "attStmt": none, "authData": .raw([0x5B] + Array(repeating: 0xFF, count: 8))]),
            .map(["fmt": "none", "attStmt": .raw(Array(repeating: 0xA1, count: 40000)), "authData": data]),
            .map(["fmt": "none", "attStmt": .raw(Array(repeating: 0x9F, count: 40000)), "authData": data]),
            .raw([0xBB] + Array(repeating: 0xFF, count: 8)), .raw(Array(repeating: 0x81, count: 49000)),
        ]
        for object in objects { #expect(whole.with { $0.object = object.encoded }.refusal == .data, "\(object)") }
    }

    @Test func rpIDHashWithAnyChangedBitIsRefused() throws {
        let whole = try Registration()
        for position in whole.data.hash.indices {
            for bit in 0..<8 { #expect(whole.with { $0.data.hash[position] ^= 1 << bit }.refusal == .data) }
        }
        for domain in ["https://gateway.example", "gateway.example:443", "Gateway.Example", "www.gateway.example", "example", ""] {
            #expect(whole.with { $0.data.hash = Array(SHA256.hash(data: Data(domain.utf8))) }.refusal == .data)
        }
    }

    @Test func idThatDiffersFromTheKeysIsRefused() throws {
        let key = SoftwareKey.es256
        let whole = try Registration(key)
        let publicKey = try key.publicKey().encoded
        for (id, length) in [
            ([], 0), (Array(repeating: 7, count: 1024), 1024), (key.id, 15), (key.id, 17), (key.id, 1023), (key.id, 65535),
        ] {
            let changed = whole.with {
                $0.data.rest = AuthData.credential(id: id, length: UInt16(length), publicKey: publicKey)
                $0.id = quoted(base64(id))
            }
            #expect(changed.refusal == .data, "length \(length)")
        }
        for position in key.id.indices {
            var id = key.id
            id[position] ^= 1
            #expect(whole.with { $0.id = quoted(base64(id)) }.refusal == .data)
        }
    }

    @Test func trailingBytesAreRefused() throws {
        let whole = try Registration()
        for tail in [[0x00], [0xA0], [0xFF], Array(repeating: 0, count: 20000)] as [[UInt8]] {
            #expect(whole.with { $0.data.rest += tail }.refusal == .data)
            #expect(whole.with { ($0.data.flags, $0.data.rest) = (0xC1, $0.data.rest + [0xA0] + tail) }.refusal == .data)
        }
    }

    @Test func malformedExtensionsAreRefused() throws {
        let whole = try Registration()
        for bytes in [[], [0x00], [0x80], [0xF6], [0xA1], [0xA1, 0x00], [0xBF, 0xFF], [0x60], [0xBB] + Array(repeating: 0xFF, count: 8)]
            as [[UInt8]]
        {
            #expect(whole.with { ($0.data.flags, $0.data.rest) = (0xC1, $0.data.rest + bytes) }.refusal == .data, "\(bytes)")
        }
    }
}
