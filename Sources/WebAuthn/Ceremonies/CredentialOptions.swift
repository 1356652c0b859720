import Cryptography
import Foundation

/// The options of both ceremonies as JSON texts (contract: `two-factor.md` §10), with their members in the order of the contract.
public enum CredentialOptions {
    /// Milliseconds that the browser waits for the user.
    private static let timeout = 60000

    /// Options for `navigator.credentials.create`.
    /// - Parameter registered: ids of the user's keys, which must not be registered again.
    public static func registration(
        relyingParty: RelyingParty, challenge: [UInt8], userID: Int, userName: String, displayName: String, excluding registered: [[UInt8]]
    ) -> String {
        let domain = JSONText.quoted(relyingParty.id)
        let algorithms = COSEAlgorithm.allCases.map { #"{"alg":\#($0.rawValue),"type":"public-key"}"# }.joined(separator: ",")
        let account =
            #"{"id":\#(JSONText.list(userHandle(of: userID))),"name":\#(JSONText.quoted(userName)),"#
            + #""displayName":\#(JSONText.quoted(displayName))}"#
        return #"{"publicKey":{"challenge":\#(JSONText.list(challenge)),"user":\#(account),"rp":{"name":\#(domain),"id":\#(domain)},"#
            + #""pubKeyCredParams":[\#(algorithms)],"attestation":"none","authenticatorSelection":{"#
            + #""authenticatorAttachment":"cross-platform","requireResidentKey":false,"userVerification":"discouraged"},"#
            + #""timeout":\#(timeout),"excludeCredentials":\#(descriptors(registered)),"extensions":{"exts":true}}}"#
    }

    /// Options for `navigator.credentials.get`.
    /// - Parameter registered: ids of the user's keys.
    public static func request(relyingParty: RelyingParty, challenge: [UInt8], allowing registered: [[UInt8]]) -> String {
        #"{"credentialRequestOptions":{"challenge":\#(JSONText.list(challenge)),"timeout":\#(timeout),"#
            + #""allowCredentials":\#(descriptors(registered)),"userVerification":"discouraged","#
            + #""extensions":{"txAuthSimple":"Sign-in"},"rpId":\#(JSONText.quoted(relyingParty.id))}}"#
    }

    /// 40 bytes: SHA-1 of the decimal id in lower-case hex. It identifies the user and is not secret.
    static func userHandle(of userID: Int) -> [UInt8] {
        HashFunction.sha1.hash(String(userID)).flatMap { byte in
            ((byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
        }
    }

    private static func descriptors(_ ids: [[UInt8]]) -> String {
        "[" + ids.map { #"{"type":"public-key","id":\#(JSONText.list($0))}"# }.joined(separator: ",") + "]"
    }
}
