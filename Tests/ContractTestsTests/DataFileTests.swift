import Cryptography
import Foundation
import Testing

@testable import ContractTests
@testable import HTTPExchange

@Suite struct DataFileTests {
    private func read(_ yaml: String, _ environment: [String: String] = [:]) throws -> DataFile {
        try DataFile(yaml: yaml, environment: environment)
    }

    @Test func valuesCasesAndCredentialsAreRead() throws {
        let data = try read(
            """
            endpoint: http://localhost/x
            auth: {bearer: "${token}"}
            operations:
              signIn:
                auth: none
                allow: true
                values: {username: ann, password: {env: PASSWORD}}
                save: {token: result}
              read:
                values: {filter: {name: x}, ids: [1, 2], note: null}
            cases:
              - {name: unknown, operation: read, values: {id: 9}, expect: Sender, message: No such}
            reads: [poll]
            suppress: [OUTCOME-PARITY]
            """, ["PASSWORD": "s3cret-pass"])
        #expect(data.endpoint == "http://localhost/x" && data.order == ["signIn", "read"] && data.reading == ["poll"])
        #expect(data.operations["signIn"]?.values["password"] == .secret("s3cret-pass") && data.secrets == ["s3cret-pass"])
        #expect(data.operations["signIn"]?.saved == ["token": "result"] && data.operations["signIn"]?.isAllowed == true)
        #expect(data.operations["read"]?.values["note"] == .null && data.cases.first?.outcome == .fault(.sender))
        var variables = Variables()
        #expect(data.authentication(of: "read").header(method: "POST", url: "", variables) == nil)
        variables["token"] = "abc"
        #expect(data.authentication(of: "read").header(method: "POST", url: "", variables) == "Bearer abc")
        #expect(data.authentication(of: "signIn").header(method: "POST", url: "", variables) == nil)
    }

    @Test(arguments: [
        "a: [", "unknown: 1", "- 1", "operations: {a: {unknown: 1}}", "cases: [{name: a}]", "cases: [{operation: a, expect: maybe}]",
        "auth: {kerberos: x}", "auth: {basic: {username: a}}", "auth: {bearer: {env: MISSING}}", "auth: {bearer: {file: /nonexistent}}",
    ])
    func aMistakeIsNamed(_ yaml: String) {
        #expect(throws: DataFileError.self) { try read(yaml) }
    }

    @Test func valuesReplaceGeneratedOnesWhereTheMessageHasThem() throws {
        let data = try read("operations: {o: {values: {a: x, list: [1, 2], inner: {b: y}, gone: null, absent: z}}}")
        func element(_ name: String, _ children: [Payload] = []) -> Payload {
            var payload = Payload(QName(nil, name))
            payload.children = children
            payload.text = children.isEmpty ? "generated" : ""
            return payload
        }
        let payload = element("root", [element("a"), element("list"), element("inner", [element("b"), element("c")]), element("gone")])
        let applied = data.applying(to: payload, of: "o", Variables())
        let document = String(decoding: EnvelopeWriter.document(applied), as: UTF8.self)
        #expect(document == "<root><a>x</a><list>1</list><list>2</list><inner><b>y</b><c>generated</c></inner></root>")
    }

    /// The example of OAuth Core 1.0, appendix A.5.
    @Test func theSignatureOfOAuthIsThatOfItsSpecification() {
        let parameters = [
            "oauth_consumer_key": "dpf43f3p2l4k3l03", "oauth_token": "nnch734d00sl2jdk", "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": "1191242096", "oauth_nonce": "kllo9940pd9333jh", "oauth_version": "1.0",
        ]
        let base = Authentication.OAuth1.signatureBase(
            method: "get", url: "http://photos.example.net/photos?file=vacation.jpg&size=original", parameters)
        let code = HashFunction.sha1.authenticationCode(for: Array(base.utf8), key: Array("kd94hf93k423kf44&pfkkdhi9sl3r4s00".utf8))
        #expect(Data(code).base64EncodedString() == "tR3+Ty81lMeYAr/Fid0kMTYa/WM=")
    }

    @Test func aUsernameTokenCarriesTheDigestOfNonceTimeAndPassword() throws {
        let authentication = Authentication.usernameToken(username: .text("ann"), password: .secret("pass"), isDigest: true)
        let block = try #require(authentication.block(Variables()))
        let token = try #require(block.children.first)
        let texts = Dictionary(uniqueKeysWithValues: token.children.map { ($0.name.local, $0.text) })
        let nonce = try #require(Data(base64Encoded: texts["Nonce"] ?? ""))
        let digest = HashFunction.sha1.hash(Array(nonce) + Array((texts["Created"] ?? "").utf8) + Array("pass".utf8))
        #expect(texts["Username"] == "ann" && texts["Password"] == Data(digest).base64EncodedString() && nonce.count == 16)
        #expect(
            Authentication.basic(username: .text("ann"), password: .text("pass")).header(method: "POST", url: "", Variables())
                == "Basic YW5uOnBhc3M=")
    }
}

@Suite struct RecordingTests {
    private func entry(_ request: String, _ response: String, authorization: String? = nil) -> Recording.Entry {
        Recording.Entry(
            method: "POST", target: "/x", requestHeaders: authorization.map { [("Authorization", $0)] } ?? [], request: request,
            status: 200,
            responseHeaders: [("Content-Type", "text/xml")], response: response)
    }

    @Test func oneSecretHasOnePlaceholderWhereverItComesUp() {
        var secrets = SecretReplacement()
        let signIn = entry("<a><password>pw</password><name>pw</name></a>", "<b><result>abcdefgh12345678abcd</result></b>")
        let use = entry("<c/>", #"{"token":"abcdefgh12345678abcd","pw":"hint"}"#, authorization: "Bearer abcdefgh12345678abcd")
        secrets.learn(signIn)
        secrets.learn(use)
        #expect(secrets.replaced(signIn).request == "<a><password>{{secret1}}</password><name>{{secret1}}</name></a>")
        #expect(secrets.replaced(signIn).response == "<b><result>{{secret2}}</result></b>")
        #expect(secrets.replaced(use).requestHeaders.first?.value == "Bearer {{secret2}}")
        #expect(secrets.replaced(use).response == #"{"token":"{{secret2}}","pw":"hint"}"#)
    }

    @Test func differencesAreReportedAndTokensAndTimesAreNot() {
        let judge = ReplayJudge(volatile: ["count"])
        func findings(_ recorded: String, _ now: String) -> [String] {
            var values: [String: String] = [:]
            return judge.findings(entry("", recorded), exchange(now), at: "1", &values).map(\.rule.id)
        }
        #expect(findings("<a><b>1</b></a>", "<a><b>1</b></a>") == [])
        #expect(findings("<a><b>1</b></a>", "<a><b>2</b></a>") == ["REPLAY-VALUE"])
        #expect(findings("<a><b>1</b></a>", "<a/>") == ["REPLAY-STRUCTURE"])
        #expect(findings("<a><count>1</count></a>", "<a><count>2</count></a>") == [])
        #expect(findings("<a>2024-01-01 10:00:00</a>", "<a>2025-01-01T10:00:00Z</a>") == [])
        #expect(findings("<a xmlns='urn:one'/>", "<a xmlns='urn:two'/>") == [])
        #expect(findings("<a xmlns='urn:one'/>", "<a/>") == ["REPLAY-STRUCTURE"])
        #expect(findings(#"{"a":1}"#, #"{"a":1,"b":2}"#) == ["REPLAY-STRUCTURE"])
        var values: [String: String] = [:]
        _ = judge.findings(entry("", "<a>{{secret1}}</a>"), exchange("<a>fresh</a>"), at: "1", &values)
        #expect(values == ["{{secret1}}": "fresh"])
    }

    private func exchange(_ text: String) -> Exchange {
        Exchange(
            url: "", method: "POST", headers: [], body: [],
            response: HTTPResponse(status: 200, headers: [("Content-Type", "text/xml")], body: Array(text.utf8)), failure: nil,
            duration: .zero)
    }
}
