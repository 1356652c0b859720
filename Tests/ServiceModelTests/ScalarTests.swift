import ServiceModel
import Testing

/// Coercion (contract: `rest.md` §8) through the stored scalar codecs.
struct ScalarTests {
    @Test(arguments: [
        ("text", Wire.text("a b "), "a b "), ("int", 7, "7"), ("negative", -3, "-3"), ("true", true, "1"), ("false", false, ""),
        ("literal", .integerLiteral("12345678901234567890"), "12345678901234567890"), ("minus zero", .integerLiteral("-0"), "-0"),
        ("decimal", .double(12.5), "12.5"), ("exponent", .double(1e3), "1000"), ("large", .double(1e21), "1000000000000000000000"),
        ("long", .double(1.25e20), "125000000000000000000"), ("small", .double(1.5e-7), "0.00000015"),
        ("signed", .double(-2.5e-5), "-0.000025"),
    ])
    func textKeepsItsSpelling(_ name: String, _ wire: Wire, _ expected: String) throws {
        #expect(try Codec<String>.string.decode(wire, rules: .rest) == expected)
    }

    @Test(arguments: [
        (Wire.int(5), 5), (.double(12), 12), (.double(1e3), 1000), ("007", 7), (" 42 ", 42), ("+3", 3), ("-3", -3), (true, 1),
        (false, 0),
        (.int(2_147_483_647), 2_147_483_647), (.int(-2_147_483_648), -2_147_483_648),
    ])
    func integersAreRead(_ wire: Wire, _ expected: Int) throws {
        #expect(try Codec<Int>.int.decode(wire, rules: .rest) == expected)
    }

    @Test(arguments: [
        Wire.double(12.7), "12.7", "abc", "", "1e3", "0x10", "1 2", .int(2_147_483_648), .int(-2_147_483_649),
        .integerLiteral("99999999999999999999"), .list([]), .object(WireObject()), "٣",
    ])
    func otherValuesAreNoIntegers(_ wire: Wire) {
        #expect(throws: Fault.self) { try Codec<Int>.int.decode(wire, rules: .rest) }
    }

    @Test(arguments: [
        (Wire.bool(true), true), (1, true), (0, false), ("TRUE", true), ("Yes", true), ("on", true), ("1", true), ("false", false),
        ("NO", false), ("Off", false), ("0", false),
    ])
    func booleansAreRead(_ wire: Wire, _ expected: Bool) throws {
        #expect(try Codec<Bool>.boolean.decode(wire, rules: .rest) == expected)
    }

    @Test(arguments: [Wire.text(""), "maybe", " true ", 2, .double(0.5), .list([]), .null])
    func otherValuesAreNoBooleans(_ wire: Wire) {
        #expect(throws: Fault.self) { try Codec<Bool>.boolean.decode(wire, rules: .rest) }
    }

    @Test func booleansAreTrimmedInSOAP() throws {
        #expect(try Codec<Bool>.boolean.decode("\n true\t", rules: .soap))
    }

    @Test(arguments: [(Wire.int(2), 2.0), (.double(2.5), 2.5), ("1e3", 1000.0), (" -4.5 ", -4.5)])
    func floatsAreRead(_ wire: Wire, _ expected: Double) throws {
        #expect(try Codec<Double>.float.decode(wire, rules: .rest) == expected)
    }

    @Test(arguments: [Wire.text("inf"), "nan", "0x1p3", "1e999", "", true])
    func otherValuesAreNoFloats(_ wire: Wire) {
        #expect(throws: Fault.self) { try Codec<Double>.float.decode(wire, rules: .rest) }
    }

    @Test func typeErrorsShowTheValueButNeverASecret() {
        let texts = MessageTexts()
        let long = Wire.text(String(repeating: "x", count: 100) + "\u{7}")
        #expect(
            fault { try Codec<Int>.int.decode(long, rules: .rest) }.map(texts.text)?.contains(String(repeating: "x", count: 64)) == true)
        #expect(
            fault { try Codec<Int>.int.decode(long, rules: .rest) }.map(texts.text)?.contains(String(repeating: "x", count: 65)) == false)
        let list = fault { try Codec<Secret>.secret.decode(["s3cret"], rules: .rest) }
        #expect(list.map(texts.text) == "\"array\" does not fit type string.")
    }

    private func fault(_ body: () throws -> some Any) -> Fault? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? Fault
        }
    }
}
