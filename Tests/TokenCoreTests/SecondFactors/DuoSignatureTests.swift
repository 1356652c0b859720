import ServiceModel
import Testing

@testable import TokenCore

struct DuoSignatureTests {
    /// `two-factor.md` §11.
    @Test func signatureIsThatOfTheContract() throws {
        let body = try DuoClient.json(["username": "ops", "factor": "passcode", "passcode": "123456"])
        #expect(body == #"{"factor":"passcode","passcode":"123456","username":"ops"}"#)
        let date = Timestamp(milliseconds: 1_700_000_000_500).rfc5322
        #expect(date == "Tue, 14 Nov 2023 22:13:20 +0000")
        let canon = DuoSignature.canonicalRequest(
            date: date, method: "post", host: "API-0a1b2c3d.duosecurity.com", path: "/auth/v2/auth", body: Array(body.utf8))
        let signature = DuoSignature.sign(canon, secretKey: Secret("tgwDuoSecretKeyForTestsOnly0123456789abc"))
        #expect(
            signature.revealed
                == "810b98288ff8db90cc16962e4280ef84be2b554afd83b1cf3528b3527aa147be"
                + "487272d807ab1184da215a4d93d4a2fd1274632d506138d4b0acfcafb9b8421e")
    }

    @Test func parametersAreSortedAndEscaped() {
        let canon = DuoSignature.canonicalRequest(
            date: "d", method: "GET", host: "h", path: "/p", query: [("b", "x y"), ("a", "ü/~"), ("a", "1")], body: [])
        #expect(canon.split(separator: "\n", omittingEmptySubsequences: false)[4] == "a=%C3%BC%2F~&a=1&b=x%20y")
    }

    @Test(arguments: [
        ("api-0a1b2c3d.duosecurity.com", true), ("duosecurity.com", false), ("a.b.duosecurity.com", false), ("evil.com", false),
        ("api.duosecurity.com:443", false), ("api/.duosecurity.com", false), (".duosecurity.com", false), ("api.duosecurity.com.", false),
    ])
    func onlyHostsOfDuoAreAccepted(_ host: String, _ isOne: Bool) {
        #expect(DuoFactor.isHost(host) == isOne)
    }
}
