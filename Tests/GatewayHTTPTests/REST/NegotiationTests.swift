import HTTPTypes
import ServiceModel
import Testing

@testable import GatewayHTTP

struct NegotiationTests {
    static let choices: [(String?, String?)] = [
        (nil, "json"), ("", "json"), ("  ", "json"), ("*/*", "json"), ("application/*", "json"), ("application/json;q=0.1", "json"),
        ("image/png, */*;q=0.1", "json"), ("application/json, text/javascript, */*; q=0.01", "json"), ("text/*", "xml"),
        ("text/xml", "xml"), ("APPLICATION/XML", "xml"), ("application/xml; charset=utf-8, application/json", "xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml"),
        ("application/json;q=0.8, application/xml;q=0.9", "xml"),
        ("application/json;q=0, */*", "xml"), ("application/xml;q=0, application/json", "json"), ("text/html", nil), ("text/plain", nil),
        ("garbage", nil), ("application/json;q=0", nil), ("application/soap+xml", nil), ("*/json", nil), ("application/json;q=x", nil),
        ("application/json;q=1.5, text/xml;q=0.1", "json"), ("application/json;level=1;q=0.2, application/xml;q=0.3", "xml"),
        ("application/xml;q=0.5, application/json;q=0.5", "xml"), ("*/*;q=0", nil), ("application/json;q=0.000, text/*;q=1.000", "xml"),
        ("garbage, application/json", "json"), (",,application/xml,,", "xml"),
        // Old Java clients: `*`, and weights without a leading zero.
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "json"), ("*", "json"), (" * ", "json"), ("*/*;q=.8", "json"),
        ("application/json;q=0, *;q=.3", "xml"), ("*;q=0", nil), ("*/", nil), ("*x", nil),
        ("application/json;q=.8, application/xml;q=.9", "xml"), ("application/json;q=0., */*", "xml"),
        ("application/json;q=.0, */*;q=.1", "xml"), ("application/json;q=0.12345, text/xml;q=0.123456789", "xml"),
        ("application/json;q=00.5, text/xml;q=0.4", "json"), ("application/json;q=1.0000, text/xml", "json"),
        ("text/xml, application/json;q=7", "xml"), ("application/json;q=99999999999999999999999, text/xml", "json"),
        ("application/json;q=-1, text/xml;q=.1", "xml"), ("application/json;q=1e0, text/xml;q=.1", "xml"),
        ("application/json;q=, text/xml;q=.1", "xml"), ("application/json;q=., text/xml;q=.1", "xml"),
        ("application/json;q=1.0.0, text/xml;q=.1", "xml"), ("application/json;q=+1, text/xml;q=.1", "xml"),
        ("application/json;Q=0.1, text/xml;q=0.2", "xml"),
    ]

    @Test(arguments: choices)
    func acceptSelectsTheFormat(_ accept: String?, _ expected: String?) {
        let found = Negotiation.format(accept: accept)
        #expect(found.map { $0 == .json ? "json" : "xml" } == expected)
    }

    @Test(arguments: [(nil, true), ("", true), (" ", true), ("*/*", true), ("*", true), ("*;q=.2", false), ("*/*;q=1", false)])
    func theSuffixSelectsTheFormatIfAcceptDoesNot(_ accept: String?, _ expected: Bool) {
        #expect(Negotiation.leavesChoice(accept) == expected)
    }

    @Test func membersAfterTheSixtyFourthAreIgnored() {
        let strange = (0..<63).map { "a/b\($0)" }
        #expect(Negotiation.format(accept: (strange + ["application/xml"]).joined(separator: ",")) == .xml)
        #expect(Negotiation.format(accept: (strange + ["a/z", "application/xml"]).joined(separator: ",")) == nil)
    }
}

struct ContentTypeTests {
    @Test(arguments: [
        ("application/json", "json"), ("Application/JSON", "json"), ("application/json;", "json"),
        ("application/json; charset=UTF-8", "json"),
        ("application/json;charset=\"utf-8\"", "json"), ("text/xml", "xml"), ("application/xml ; Charset=utf-8", "xml"),
        ("application/xhtml+xml", "xml"), ("", "content-type.missing"), ("  ", "content-type.missing"),
        ("application/json; charset=latin1", "content-type.charset"), ("application/json; charset=", "content-type.invalid"),
        ("application/json; version=1", "content-type.invalid"), ("application/json; charset=utf-8; x=1", "content-type.invalid"),
        ("application/js on", "content-type.invalid"), ("application/json, text/xml", "content-type.invalid"),
        (";", "content-type.invalid"),
        ("text/plain", "content-type.unsupported"), ("multipart/form-data", "content-type.unsupported"),
        ("application/x-www-form-urlencoded", "content-type.unsupported"), ("json", "content-type.unsupported"),
    ])
    func theContentTypeSelectsTheFormat(_ type: String, _ expected: String) {
        #expect(outcome([.contentType: type]) == expected)
    }

    @Test func missingTypesAndCodingsAreChecked() {
        #expect(outcome([:]) == "content-type.missing")
        #expect(outcome([:], suffixed: true) == "xml")
        #expect(outcome([.contentType: "application/json"], suffixed: true) == "json")
        #expect(outcome([.contentType: "application/json", .contentEncoding: "gzip"]) == "content-encoding.unsupported")
        #expect(outcome([.contentType: "application/json", .contentEncoding: "Identity"]) == "json")
    }

    private func outcome(_ headers: RequestFields, suffixed: Bool = false) -> String {
        do {
            return try ContentType.format(headers, suffixed: suffixed) == .json ? "json" : "xml"
        } catch {
            return error.message.id
        }
    }
}
