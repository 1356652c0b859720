import ServiceModel
import Testing

@testable import TokenCore

/// The vectors of `integrations.md` §7.
@Suite struct OAuthSignatureTests {
    struct Vector: Sendable {
        let method: String
        let url: String
        var query: [(String, String)] = []
        var signature = OAuthSignature.Method.sha256
        let nonce: String
        var token: String? = "tktktktktktktktktktktktktktktktk"
        var verifier: String?
        var tokenSecret: String? = "tokensecrettokensecrettokensecre"
        let expected: String

        var request: SignedRequest {
            var credentials = [
                ("oauth_consumer_key", "ckckckckckckckckckckckckckckckck"), ("oauth_nonce", nonce),
                ("oauth_signature_method", signature.rawValue), ("oauth_timestamp", "1700000000"), ("oauth_version", "1.0"),
                ("oauth_signature", "is not signed itself"),
            ]
            if let token { credentials.append(("oauth_token", token)) }
            if let verifier { credentials.append(("oauth_verifier", verifier)) }
            return SignedRequest(
                method: method, url: url, credentials: credentials.map { (name: $0.0, value: $0.1) },
                parameters: query.map { (name: $0.0, value: $0.1) }, origin: Origin(address: "", requestID: ""))
        }
    }

    static let vectors = [
        Vector(
            method: "GET", url: "http://shop.test/rest/V1/customers/1", query: [("fields", "id,email")], nonce: "n0nce123",
            expected: "UMdNZXr12kC/r7PbwdpD9VQhnVggKFSAmAuai+jUqcY="),
        Vector(
            method: "GET", url: "http://shop.test/rest/V1/customers/1", query: [("fields", "id,email")], signature: .sha1,
            nonce: "n0nce123", expected: "FWHO9lTT2FQ0H0VME1YG90D82xI="),
        Vector(
            method: "GET", url: "https://shop.test:8443/rest/V1/customers/search",
            query: [
                ("searchCriteria[filterGroups][0][filters][0][field]", "email"),
                ("searchCriteria[filterGroups][0][filters][0][value]", "a%2Fb c"), ("a10", "x"), ("a2", "y"), ("tag", "2"),
                ("tag", "1"), ("empty", ""),
            ], nonce: "n0nce124", expected: "MIH+7KDfEUFPZA35qRGs/qEvWAuIaMdP7d545KlGKpY="),
        Vector(
            method: "POST", url: "https://shop.test/oauth/token/request", nonce: "n0nce125", token: nil, tokenSecret: nil,
            expected: "pm9KqEe4L1g7E62f0TDA4R4DiqwutcA2HMfeQITpAxE="),
        Vector(
            method: "POST", url: "https://shop.test/oauth/token/access", nonce: "n0nce126",
            token: "rtrtrtrtrtrtrtrtrtrtrtrtrtrtrtrt", verifier: "vfvfvfvfvfvfvfvfvfvfvfvfvfvfvfvf",
            tokenSecret: "requestsecretrequestsecretreques", expected: "hVXTRBHyzO3fZ5MUSQxDALKe8CltseUqSxBbv1V2+jc="),
    ]

    @Test(arguments: vectors.indices)
    func theVectorsOfTheContractSign(_ index: Int) {
        let vector = Self.vectors[index]
        let signature = OAuthSignature.sign(
            vector.request, vector.signature, consumerSecret: Secret("consumersecretconsumersecretcons"),
            tokenSecret: vector.tokenSecret.map(Secret.init))
        #expect(signature.revealed == vector.expected)
    }

    @Test func theBaseStringOfTheFirstVectorMatches() {
        #expect(
            OAuthSignature.base(of: Self.vectors[0].request)
                == "GET&http%3A%2F%2Fshop.test%2Frest%2FV1%2Fcustomers%2F1&fields%3Did%252Cemail%26oauth_consumer_key%3Dckckckckckckckckckckckckckckckck%26oauth_nonce%3Dn0nce123%26oauth_signature_method%3DHMAC-SHA256%26oauth_timestamp%3D1700000000%26oauth_token%3Dtktktktktktktktktktktktktktktktk%26oauth_version%3D1.0"
        )
    }
}
