import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

struct QueryParametersTests {
    @Test func namesNest() throws {
        let query = try QueryParameters(
            "s[groups][0][filters][0][field]=email&s[groups][0][filters][0][value]=a%25&s[pageSize]=2&x=1&x=2&flag&e=")
        let filters: Wire = [["field": "email", "value": "a%"]]
        let expected: Wire = ["s": ["groups": [["filters": filters]], "pageSize": "2"], "x": "2", "flag": "", "e": ""]
        #expect(Wire.object(query.object()) == expected)
        #expect(query.last("x") == "2")
        #expect(query.has("flag"))
    }

    @Test(arguments: [("a[=1", "a["), ("[a]=1", "[a]"), ("a]b=1", "a]b")])
    func unbalancedBracketsArePartOfTheName(_ query: String, _ name: String) throws {
        #expect(try QueryParameters(query).object()[name] == "1")
    }

    @Test(arguments: ["%00=1", "a=%00", "a=%ff", "a%0a=1"])
    func controlCharactersAndInvalidUTF8AreRefused(_ query: String) {
        #expect(throws: Fault.self) { try QueryParameters(query) }
        #expect(throws: Fault.self) { try QueryParameters(form: query) }
    }

    @Test(arguments: [
        ("a=%zz", "a", "%zz"), ("a=%", "a", "%"), ("a=%4", "a", "%4"), ("a=%%41", "a", "%A"), ("a=%4%41", "a", "%4A"),
        ("50%=1", "50%", "1"),
        ("a%zz=1", "a%zz", "1"), ("a=%+b%", "a", "% b%"), ("a=%shirt%", "a", "%shirt%"),
    ])
    func aBarePercentSignStandsForItselfInQueriesOnly(_ query: String, _ name: String, _ value: String) throws {
        #expect(try QueryParameters(query).last(name) == value)
        #expect(throws: Fault.self) { try QueryParameters(form: query) }
        #expect(PercentEncoding.decode(query) == nil, "nor in a path")
    }

    @Test func countAndDepthAreLimited() throws {
        let many = { (count: Int) in (0..<count).map { "p\($0)=1" }.joined(separator: "&") }
        #expect(try QueryParameters(many(100)).pairs.count == 100)
        #expect(throws: Fault.self) { try QueryParameters(many(101)) }
        let deep = { (depth: Int) in "a" + String(repeating: "[b]", count: depth) + "=1" }
        _ = try QueryParameters(deep(8))
        #expect(throws: Fault.self) { try QueryParameters(deep(9)) }
    }
}

struct FieldMaskTests {
    private let wire: Wire = ["id": 7, "firstName": "Ann", "addresses": [["id": 1, "city": "X"], ["id": 2]], "extension": ["isOn": true]]

    @Test(arguments: [
        ("id", #"{"id":7}"#), ("id,first_name", #"{"id":7,"first_name":"Ann"}"#), ("addresses[id]", #"{"addresses":[{"id":1},{"id":2}]}"#),
        ("addresses[city],id", #"{"id":7,"addresses":[{"city":"X"}]}"#), ("extension[is_on]", #"{"extension":{"is_on":true}}"#),
        ("nope", "[]"), ("", "[]"), ("id,", "[]"), ("id]", "[]"), ("addresses[id", "[]"), ("a b", "[]"), ("firstName", "[]"),
        ("addresses[nope]", "[]"), ("id[x]", "[]"),
    ])
    func selectedKeysAreKept(_ filter: String, _ expected: String) {
        let kept = FieldMask.apply(filter, to: wire)
        #expect(String(decoding: JSONWriter.write(kept, names: .snakeCase), as: UTF8.self) == expected)
    }

    @Test func scalarsAreNotFiltered() {
        #expect(FieldMask.apply("x", to: "token") == "token")
    }
}

struct RESTPathTests {
    private let snapshot = SiteConfiguration(
        settings: Settings(), websites: [Website(id: 1, code: "base", name: "", defaultStoreID: 1)],
        stores: [
            Store(id: 1, code: "default", name: "", websiteID: 1, isDefault: true),
            Store(id: 2, code: "V9", name: "", websiteID: 2, isDefault: false),
        ])

    private func shown(_ path: String) -> String {
        do {
            let segments = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let address = try RESTPath(path.isEmpty ? [] : segments, snapshot)
            switch address.target {
            case .schema: return "\(address.store.code) schema"
            case .route(let path): return "\(address.store.code) \(path.joined(separator: "/"))"
            }
        } catch {
            return error.message.id
        }
    }

    @Test(arguments: [
        ("V1/customers/me", "default V1/customers/me"), ("default/V1/x", "default V1/x"), ("all/V1/x", "all V1/x"),
        ("schema", "default schema"),
        ("all/schema", "all schema"), ("V2/x", "default V2/x"), ("V1", "default V1"), ("V9/V1/x", "V9 V1/x"),
        ("", "request.unprocessable"), ("default", "request.unprocessable"), ("nope/V1/x", "request.unprocessable"),
        ("admin/V1/x", "request.unprocessable"), ("DEFAULT/V1/x", "request.unprocessable"), ("v1/x", "request.unprocessable"),
        ("async/V1/x", "request.unprocessable"), ("V/x", "request.unprocessable"), ("Vx/x", "request.unprocessable"),
        ("%56%31/x", "request.unprocessable"), ("schema/x", "request.unprocessable"),
    ])
    func storeAndRouteAreParsed(_ path: String, _ expected: String) {
        #expect(shown(path) == expected)
    }
}

struct XMLBodyTests {
    static let documents: [(String, Wire)] = [
        ("<r><a>1</a><b/></r>", Wire.object(WireObject([.init(name: "a", value: "1"), .init(name: "b", value: .null)]))),
        ("<r> <a>1</a>\n<a>2</a> </r>", ["a": ["1", "2"]]), ("<r><l><item>x</item><item>y</item></l></r>", ["l": ["item": ["x", "y"]]]),
        ("<r><a> </a></r>", ["a": " "]), ("<x:r xmlns:x='urn:x'><x:a>1</x:a></x:r>", ["x:a": "1"]),
        ("<r xmlns='urn:y'><a>1</a></r>", ["a": "1"]),
        ("<r><a k='v'>1</a></r>", ["a": ["_value": "1"]]), ("<r><a xmlns:k='urn:k'>1</a></r>", ["a": "1"]), ("<r>text</r>", [:]),
        ("<r><a>x<![CDATA[<y>]]>&amp;<!-- c -->z</a></r>", ["a": "x<y>&z"]),
    ]

    @Test(arguments: documents)
    func xmlBodiesAreDecoded(_ xml: String, _ expected: Wire) throws {
        #expect(try Wire.object(XMLBody.read(Array(xml.utf8))) == expected)
    }

    @Test(arguments: ["<r>t<a/></r>", "<r><a>t<b/></a></r>", "<r><?pi x?></r>", "<!DOCTYPE r><r/>", "<r>", ""])
    func malformedXMLBodiesAreRefused(_ xml: String) {
        #expect(throws: Fault.self) { try XMLBody.read(Array(xml.utf8)) }
    }

    @Test func resultsAreSerializedAsXML() {
        let wire: Wire = ["firstName": "a<b", "ok": true, "none": .null, "list": ["x", ["k": 1]], "empty": [], "7key": "v"]
        #expect(
            String(decoding: XMLResponse.write(wire, snakeCase: true), as: UTF8.self) == """
                <?xml version="1.0"?>
                <response>
                  <first_name>a&lt;b</first_name>
                  <ok>true</ok>
                  <none></none>
                  <list>
                    <item>x</item>
                    <item>
                      <k>1</k>
                    </item>
                  </list>
                  <empty/>
                  <item_7key>v</item_7key>
                </response>

                """)
        #expect(
            String(decoding: XMLResponse.write("k2v0", snakeCase: true), as: UTF8.self)
                == "<?xml version=\"1.0\"?>\n<response>k2v0</response>\n")
    }
}
