import Testing

@testable import WebAuthn

/// Contract: `two-factor.md` §11.
@Suite struct VectorTests {
    static let registration = #"""
        {"id":"QEFCQ0RFRkdISUpLTE1OTw==","response":{"clientData":{"type":"webauthn.create","challenge":"EBESExQVFhcYGRobHB0eHw",
        "origin":"https://gateway.example"},"attestationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViU4SvBtT1BoqBp3i1gxOjfA/G71p1VQS4Cim/2f\#
        CKvmF5BAAAAAAAAAAAAAAAAAAAAAAAAAAAAEEBBQkNERUZHSElKS0xNTk+lAQIDJiABIVggS8Dqz+jKi6dt7YlLPr1xwdWxBzlO/+By58/HuhrrgqUiWCAskTaYIiqnBP9\#
        AYtdOBnNj1xemMND9EP8nDNEXnQXZog=="}}
        """#
    static let assertion = #"""
        {"type":"public-key","id":"QEFCQ0RFRkdISUpLTE1OTw==","response":{
        "authenticatorData":"4SvBtT1BoqBp3i1gxOjfA/G71p1VQS4Cim/2fCKvmF4BAAAAAQ==",
        "clientDataJSON":"{\"type\":\"webauthn.get\",\"challenge\":\"YGFiY2RlZmdoaWprbG1ubw\",\"origin\":\"https://gateway.example\"}",
        "signature":"MEYCIQD7FgSXyd77/QIOB4l+/ZhqwRzpPV0A2X1YWd/Xy7XZmgIhAPeQmhZTw6dHUlso4G+Loh2F9rgI2C32K1Hjno3IM0Nw"}}
        """#

    @Test func vectorsOfTheContractAreAccepted() throws {
        let registered = try Registration.verify(Self.registration)
        #expect(registered.credentialID == Array("@ABCDEFGHIJKLMNO".utf8))
        #expect(registered.aaguid == Array(repeating: 0, count: 16))
        #expect(registered.counter == 0)
        #expect(registered.publicKey.count == 77)
        #expect(registered.algorithm == .es256)

        let ceremony = AuthenticationCeremony(relyingParty: Sample.relyingParty, challenge: Array(0x60...0x6F))
        let used = try ceremony.verify(Self.assertion, keys: [registered])
        #expect(used == registered.with(counter: 1))
        // A replay: the counter does not increase.
        #expect(throws: WebAuthnError.self) { try ceremony.verify(Self.assertion, keys: [used]) }
    }

    @Test func userHandleIsThatOfTheContract() {
        #expect(CredentialOptions.userHandle(of: 7) == Array("902ba3cda1883801594b6e1b452790cc53948fda".utf8))
    }
}
