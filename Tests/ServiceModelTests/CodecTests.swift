import ServiceModel
import Testing

private struct Inner: Sendable {
    let zipCode: String
    let houseNumber: Int?
}

private struct Outer: Sendable {
    let userName: String
    let inner: Inner?
    let tags: [String]?
    let secretWord: Secret?
}

extension Codec where Value == Inner {
    fileprivate static let inner = object(
        "Inner", Inner.init, .required("zipCode", \.zipCode, .string, "Code."), .optional("houseNumber", \.houseNumber, .int, "Number."),
        ignored: ["customAttributes"])
}

extension Codec where Value == Outer {
    fileprivate static let outer = object(
        "", Outer.init, .required("userName", \.userName, .string, "Name.", emptyIsAbsent: true),
        .optional("inner", \.inner, .inner, "Inner."), .optional("tags", \.tags, Codec<String>.string.list(), "Tags."),
        .optional("secretWord", \.secretWord, .secret, "Secret."))
}

struct CodecTests {
    private func decode(_ wire: Wire, _ rules: InputRules = .rest) throws(Fault) -> Outer {
        try Codec<Outer>.outer.decode(wire, rules: rules)
    }

    private func fault(_ wire: Wire, _ rules: InputRules = .rest) -> Fault? {
        do {
            _ = try decode(wire, rules)
            return nil
        } catch {
            return error
        }
    }

    private func summary(_ fault: Fault?) -> String {
        guard let fault else { return "none" }
        let values = fault.parameters.map { argument -> String in
            if case .wire(.text(let text)) = argument.value { "\(argument.name ?? "")=\(text)" } else { "?" }
        }
        return ([fault.message.id] + values).joined(separator: " ")
    }

    @Test func bothSpellingsAreKnownInREST() throws {
        #expect(try decode(["userName": "a"]).userName == "a")
        #expect(try decode(["user_name": "a"]).userName == "a")
        #expect(try decode(["userName": "a", "inner": ["zip_code": "1"]]).inner?.zipCode == "1")
    }

    @Test func onlyTheDeclaredSpellingIsKnownInSOAP() {
        #expect(summary(fault(["user_name": "a"], .soap)) == "input.required fieldName=userName")
    }

    @Test(arguments: ["USERNAME", "username", "UserName", "userNam\u{65}\u{301}"])
    func fieldNamesAreComparedAsBytes(_ name: String) {
        #expect(summary(fault(.object(WireObject([.init(name: name, value: "a")])))) == "input.required fieldName=userName")
    }

    @Test(arguments: [Wire.null, ""])
    func nullAndEmptyTextCountAsAbsent(_ value: Wire) {
        #expect(summary(fault(["userName": value])) == "input.required fieldName=userName")
    }

    @Test func unknownNamesAreIgnoredAtTheTopAndRefusedInObjects() throws {
        #expect(try decode(["userName": "a", "nope": 1]).userName == "a")
        #expect(
            summary(fault(["userName": "a", "inner": ["zipCode": "1", "first_name": 1]])) == "input.unknown-field fieldName=FirstName")
        #expect(try decode(["userName": "a", "inner": ["zipCode": "1", "custom_attributes": []]]).inner?.zipCode == "1")
        #expect(try decode(["userName": "a", "inner": ["zipCode": "1", "nope": 1]], .soap).inner?.zipCode == "1")
    }

    @Test func severalMissingFieldsAreCollectedInOrder() {
        let codec = Codec.object(
            "", Inner.init, .required("zipCode", \.zipCode, .string, ""),
            .optional("houseNumber", \.houseNumber, .int, ""))
        #expect(throws: Fault.self) { try codec.decode([:], rules: .rest) }
        struct Two: Sendable {
            let first: String
            let second: Int
        }
        let two = Codec.object("", Two.init, .required("first", \.first, .string, ""), .required("second", \.second, .int, ""))
        do {
            _ = try two.decode([:], rules: .rest)
            Issue.record("must be refused")
        } catch {
            #expect(error.message == .inputSeveral)
            #expect(error.collected.map(summary) == ["input.required fieldName=first", "input.required fieldName=second"])
        }
    }

    @Test func typeErrorsInNestedFieldsAreWrappedOnce() {
        let texts = MessageTexts()
        #expect(fault(["userName": ["x"]]).map(texts.text) == "\"array\" does not fit type string.")
        #expect(
            fault(["userName": "a", "inner": ["zipCode": "1", "houseNumber": "x"]]).map(texts.text)
                == "In \"inner.houseNumber\": \"x\" does not fit type int.")
    }

    @Test(arguments: [
        Wire.list(["a", "b"]), ["item": ["a", "b"]],
    ])
    func listsAreReadInBothForms(_ wire: Wire) throws {
        #expect(try decode(["userName": "a", "tags": wire]).tags == ["a", "b"])
    }

    @Test func listsOfOneAndOfNoItemsAreRead() throws {
        #expect(try decode(["userName": "a", "tags": ["item": "x"]]).tags == ["x"])
        #expect(try decode(["userName": "a", "tags": [:]]).tags == [])
        #expect(summary(fault(["userName": "a", "tags": "x"])) == "input.type")
    }

    @Test func anEmptyListIsReadAsAnEmptyObject() {
        #expect(summary(fault(["userName": "a", "inner": []])) == "input.required fieldName=zipCode")
        #expect(fault(["userName": "a", "inner": ["x"]]).map(MessageTexts().text) == "\"array\" does not fit type object.")
    }

    @Test func encodingOmitsAbsentFields() {
        let wire = Codec<Outer>.outer.encode(Outer(userName: "a", inner: nil, tags: [], secretWord: nil))
        #expect(wire == ["userName": "a", "tags": []])
    }

    @Test func secretsPrintAsRedacted() {
        let outer = Outer(userName: "a", inner: nil, tags: nil, secretWord: Secret("canary-word"))
        var dumped = ""
        dump(outer, to: &dumped)
        #expect(!dumped.contains("canary"))
        #expect(!"\(outer)".contains("canary"))
        #expect(!String(reflecting: outer).contains("canary"))
    }

    @Test func secretsCompareAsBytes() {
        #expect(Secret("caf\u{E9}").matches(Secret("caf\u{E9}")))
        #expect(!Secret("caf\u{E9}").matches(Secret("cafe\u{301}")))
        #expect(!Secret("a").matches(Secret("ab")))
        #expect(Secret("").matches(Secret("")))
    }
}
