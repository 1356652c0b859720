import HTTPTypes
import ServiceModel
import Testing

@testable import GatewayHTTP
@testable import TokenCore

/// The `Authorization` field (`integrations.md` §4, `tokens.md` §6).
@Suite struct OAuthHeaderTests {
    private func read(_ field: String) -> [String]? {
        OAuthHeader(field)?.parameters.map { "\($0.name)=\($0.value)" }
    }

    @Test func oauthParametersAreDecodedAndOthersIgnored() {
        #expect(
            read(#"OAuth realm="a, OAuth b=\"c", oauth_nonce="n%2F%C3%A9", foo="bar", oauth_signature = "x%2B%3D" , oauth_version=1.0"#)
                == ["oauth_nonce=n/é", "oauth_signature=x+=", "oauth_version=1.0"])
    }

    @Test func theSchemeMayFollowAnotherAndHaveAnyCase() {
        for field in ["oAuTh oauth_a=\"1\"", "Basic abc, OAuth oauth_a=\"1\"", "Basic abc OAUTH\toauth_a=\"1\""] {
            #expect(read(field) == ["oauth_a=1"], "\(field)")
        }
        #expect(read("OAuth oauth_a=\"1\", Basic eHl6eQ==") == ["oauth_a=1"])
        #expect(read("OAuth") == [])
        #expect(read("OAuth nothing") == [])
    }

    @Test func quotedAndPartialSchemesAreIgnored() {
        for field in ["", "Basic oauth", "XOAuth oauth_a=\"1\"", "OAuth2 oauth_a=\"1\"", #"Digest realm="my OAuth oauth_a=1""#] {
            let found = read(field)
            #expect(found == nil || found == [], "\(field)")
        }
        #expect(read("OAuth2 oauth_a=\"1\"") == nil)
        #expect(read(#"Digest realm="my OAuth oauth_a=1""#) == nil)
    }

    @Test func malformedEscapesAreKeptAndLongFieldsAreParsed() {
        #expect(read("OAuth oauth_a=\"%zz\"") == ["oauth_a=%zz"])
        #expect(read("OAuth " + String(repeating: ",", count: 16000)) == [])
        #expect(read(String(repeating: "OAutх ", count: 3000)) == nil)
    }

    @Test func bearerTakesPrecedence() throws {
        if case .bearer = try Authorization([.authorization: "Bearer OAuth"]) {} else { #expect(Bool(false)) }
        if case .oauth = try Authorization([.authorization: "Bearer x, OAuth oauth_a=\"1\""]) {} else { #expect(Bool(false)) }
    }

    static let addresses: [(base: String, host: String?, url: String)] = [
        ("https://b.example", "Shop.Test", "https://shop.test/rest/V1/x%2Fy"),
        ("https://b.example", "shop.test:443", "https://shop.test/rest/V1/x%2Fy"),
        ("https://b.example", "shop.test:8443", "https://shop.test:8443/rest/V1/x%2Fy"),
        ("http://b.example", "shop.test:80", "http://shop.test/rest/V1/x%2Fy"),
        ("http://b.example", "shop.test:443", "http://shop.test:443/rest/V1/x%2Fy"),
        ("http://b.example", "[::1]:8080", "http://[::1]:8080/rest/V1/x%2Fy"),
        ("https://b.example/shop", nil, "https://b.example/rest/V1/x%2Fy"),
    ]

    @Test(arguments: addresses.indices)
    func theSignedURLHasTheSchemeOfTheBaseURL(_ index: Int) throws {
        let (base, host, url) = Self.addresses[index]
        let request = GatewayRequest(
            method: "GET", target: "/rest/V1/x%2Fy?a=1", authority: host, headers: [:], origin: Origin(address: "", requestID: ""))
        let signed = try SignedRequest(request, credentials: [], at: #require(PublicURL(base)))
        #expect(signed.url == url)
        #expect(signed.parameters.map { "\($0.name)=\($0.value)" } == ["a=1"])
    }

    @Test func onlyFormBodiesAreSigned() throws {
        func parameters(_ type: String?, _ body: String, _ query: String = "") throws -> [String] {
            var headers = RequestFields()
            headers[.contentType] = type
            let request = GatewayRequest(
                method: "POST", target: "/x?\(query)", headers: headers, body: Array(body.utf8), origin: Origin(address: "", requestID: ""))
            return try SignedRequest(request, credentials: [], at: .loopback).parameters.map { "\($0.name)=\($0.value)" }
        }
        #expect(try parameters("application/x-www-form-urlencoded; charset=UTF-8", "a=x+y&b", "c=%2B+") == ["c=+ ", "a=x y", "b="])
        #expect(try parameters("application/json", "{\"a\":1}") == [])
        #expect(try parameters(nil, "a=1") == [])
        #expect(throws: Fault.self) { try parameters("application/x-www-form-urlencoded", "a=%zz") }
    }
}
