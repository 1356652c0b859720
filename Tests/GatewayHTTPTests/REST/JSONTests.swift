import ServiceModel
import Testing

@testable import GatewayHTTP

struct JSONTests {
    static let good: [(String, Wire)] = [
        ("{}", Wire.object(WireObject())), (" [ ] ", []), ("null", .null), ("\"a\"", "a"), ("-1", -1), ("1.5", .double(1.5)),
        ("1e3", .double(1000)), ("-0", .integerLiteral("-0")), ("12345678901234567890", .integerLiteral("12345678901234567890")),
        ("{\"a\":{\"b\":[true,false,null]}}", ["a": ["b": [true, false, .null]]]), ("\"\\u00e9\\n\\/\\\"\"", "é\n/\""),
        ("\"\\ud83d\\ude00\"", "😀"), ("\"é\"", "é"),
        ("{\"é\":1,\"e\\u0301\":2}", .object(WireObject([.init(name: "é", value: 1), .init(name: "e\u{301}", value: 2)]))),
    ]

    @Test(arguments: good)
    func validJSONIsDecoded(_ text: String, _ expected: Wire) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        "", "  ", "admin", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "{'a':1}", "{a:1}", "01", "+1", "1.", ".5", "1e", "--1", "NaN",
        "Infinity", "1e999", "-1e999", "{} {}", "{}x", "/* x */{}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\x41\"", "\"\\u00g0\"", "\"\\u00\"", "\"a\nb\"", "\"a\u{1}\"", "\"a", "\u{FEFF}{}", "tru",
        "truex",
        "\"\\u+041\"",
    ])
    func malformedJSONIsRefused(_ text: String) {
        #expect(throws: Fault.self) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xFF, 0xFE, 0x7B, 0], [0x7B, 0, 0x7D, 0],
    ])
    func invalidUTF8IsRefused(_ bytes: [UInt8]) {
        #expect(throws: Fault.self) { try JSONReader.read(bytes) }
    }

    @Test func depthMembersAndValuesAreLimited() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONReader.read(nested(32))
        #expect(throws: Fault.self) { try JSONReader.read(nested(33)) }
        #expect(throws: Fault.self) { try JSONReader.read(Array(String(repeating: "[", count: 30_000).utf8)) }
        func members(_ count: Int) -> [UInt8] { Array(("{" + (0..<count).map { "\"m\($0)\":0" }.joined(separator: ",") + "}").utf8) }
        _ = try JSONReader.read(members(256))
        #expect(throws: Fault.self) { try JSONReader.read(members(257)) }
        func values(_ count: Int) -> [UInt8] { Array(("[" + (1..<count).map { _ in "0" }.joined(separator: ",") + "]").utf8) }
        _ = try JSONReader.read(values(1024))
        #expect(throws: Fault.self) { try JSONReader.read(values(1025)) }
    }

    @Test func everyPrefixIsRefused() {
        let text = Array("{\"user\":\"a\\u00e9\",\"list\":[1,-2.5e3,true,null,{}]}".utf8)
        for end in 0..<text.count { #expect(throws: Fault.self) { try JSONReader.read(Array(text[..<end])) } }
    }

    @Test func valuesAreSerializedAsInTheContract() {
        let wire: Wire = ["firstName": "é\"\\\n\u{1}/", "isOn": true, "n": 3, "d": .double(2), "none": .null, "list": [], "empty": [:]]
        #expect(
            String(decoding: JSONWriter.write(wire, names: .snakeCase), as: UTF8.self)
                == #"{"first_name":"é\"\\\n\u0001/","is_on":true,"n":3,"d":2,"none":null,"list":[],"empty":[]}"#)
        #expect(JSONWriter.write("k2v0") == Array("\"k2v0\"".utf8))
    }
}
