import Foundation
import Testing

@testable import WebAuthn

@Suite struct CredentialOptionsTests {
    private static let ints = "[16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31]"
    private static let handle = "902ba3cda1883801594b6e1b452790cc53948fda".utf8.map { String($0) }.joined(separator: ",")

    @Test func registrationOptionsAreThoseOfTheContract() {
        func options(excluding registered: [[UInt8]]) -> String {
            CredentialOptions.registration(
                relyingParty: RelyingParty(id: "shop.test"), challenge: Sample.challenge, userID: 7, userName: "ops",
                displayName: "Ops Team", excluding: registered)
        }
        #expect(
            options(excluding: []) == """
                {"publicKey":{"challenge":\(Self.ints),"user":{"id":[\(Self.handle)],"name":"ops","displayName":"Ops Team"},\
                "rp":{"name":"shop.test","id":"shop.test"},"pubKeyCredParams":[{"alg":-7,"type":"public-key"},\
                {"alg":-8,"type":"public-key"},{"alg":-257,"type":"public-key"}],"attestation":"none",\
                "authenticatorSelection":{"authenticatorAttachment":"cross-platform","requireResidentKey":false,\
                "userVerification":"discouraged"},"timeout":60000,"excludeCredentials":[],"extensions":{"exts":true}}}
                """)
        #expect(
            options(excluding: [[0, 255], [1]]).contains(
                #""excludeCredentials":[{"type":"public-key","id":[0,255]},{"type":"public-key","id":[1]}],"ext"#))
    }

    @Test func authenticationOptionsAreThoseOfTheContract() {
        let text = CredentialOptions.request(
            relyingParty: RelyingParty(id: "Shop.TEST"), challenge: Sample.challenge, allowing: [[1, 2], [3]])
        #expect(
            text == """
                {"credentialRequestOptions":{"challenge":\(Self.ints),"timeout":60000,\
                "allowCredentials":[{"type":"public-key","id":[1,2]},{"type":"public-key","id":[3]}],\
                "userVerification":"discouraged","extensions":{"txAuthSimple":"Sign-in"},"rpId":"shop.test"}}
                """)
    }

    @Test(arguments: ["a\"b", "a\\", "</script>", "é\u{301} 日本 🔑", "\u{0}\u{1}\n\t\u{7F}\u{2028}", "", #"","x":""#])
    func namesAreEscapedAsJSON(_ name: String) throws {
        struct Options: Decodable {
            struct PublicKey: Decodable {
                struct User: Decodable {
                    let name: String
                    let displayName: String
                }
                let user: User
            }
            let publicKey: PublicKey
        }
        let text = CredentialOptions.registration(
            relyingParty: Sample.relyingParty, challenge: Sample.challenge, userID: 1, userName: name, displayName: name + "!",
            excluding: [])
        let user = try JSONDecoder().decode(Options.self, from: Data(text.utf8)).publicKey.user
        #expect(Array(user.name.utf8) == Array(name.utf8))
        #expect(Array(user.displayName.utf8) == Array((name + "!").utf8))
    }
}
