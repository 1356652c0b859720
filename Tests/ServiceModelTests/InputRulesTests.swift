import ServiceModel
import Testing

private struct Place: Sendable, Equatable {
    let name: String?
    let number: Int?
}

private struct Customer: Sendable {
    let id: Int?
    let groupID: Int?
    let homeID: String?
    let place: Place?
    let places: [Place]?
    let tags: [String]?
    let note: String?
}

private struct Parameters: Sendable {
    let customer: Customer?
}

extension Codec where Value == Place {
    fileprivate static let place = object(
        "Place", Place.init, .optional("name", \.name, .string, ""), .optional("number", \.number, .int, "", zeroIsAbsent: true))
}

extension Codec where Value == Parameters {
    fileprivate static let parameters = object(
        "", Parameters.init,
        .optional(
            "customer", \.customer,
            Codec<Customer>.object(
                "Customer", Customer.init, .optional("id", \.id, .int, "", zeroIsAbsent: true), .optional("groupId", \.groupID, .int, ""),
                .optional("homeId", \.homeID, .string, "", zeroIsAbsent: true),
                .optional(
                    "place", \.place, Codec<Place>.place.orText { Place(name: $0, number: nil) }, "", emptyIsAbsent: true),
                .optional("places", \.places, Codec<Place>.place.list(), ""), .optional("tags", \.tags, Codec<String>.string.list(), ""),
                .optional("note", \.note, .string, "")), ""))
}

struct InputRulesTests {
    private func customer(_ wire: Wire, _ rules: InputRules) throws(Fault) -> Customer? {
        try Codec<Parameters>.parameters.decode(["customer": wire], rules: rules).customer
    }

    private func refusal(_ wire: Wire, _ rules: InputRules) -> String {
        do {
            _ = try customer(wire, rules)
            return "none"
        } catch {
            return MessageTexts().text(of: error)
        }
    }

    private func left(_ customer: Wire, _ rules: InputRules = .rest) throws -> Wire? {
        guard case .object(let schema) = Codec<Parameters>.parameters.schema else { return nil }
        return rules.leavingOutZeros(WireObject([.init(name: "customer", value: customer)]), schema)["customer"]
    }

    @Test(arguments: [0, "0", "00", " 0 ", .integerLiteral("-0"), .double(0)] as [Wire])
    func zerosOfTypedClientsAreLeftOut(_ zero: Wire) throws {
        #expect(try left(["id": zero, "home_id": zero, "group_id": zero]) == ["group_id": zero], "group 0 is a group")
        #expect(try left(["id": zero, "homeId": zero, "home_id": zero], .soap) == ["home_id": zero], "one spelling")
    }

    @Test(arguments: [1, "10", "", " ", false, "false", .null, [], [:], [0], "0x0", "0.0"] as [Wire])
    func nothingElseIs(_ value: Wire) throws {
        #expect(try left(["id": value]) == ["id": value])
    }

    @Test func zerosAreLeftOutOnEveryLevel() throws {
        let zero: Wire = ["name": "a", "number": 0]
        #expect(try left(["place": zero]) == ["place": ["name": "a"]])
        #expect(try left(["places": [zero, zero]]) == ["places": [["name": "a"], ["name": "a"]]])
        #expect(try left(["places": ["item": zero]]) == ["places": ["item": ["name": "a"]]])
        #expect(try left(["places": ["item": [zero, ["number": 7]]]]) == ["places": ["item": [["name": "a"], ["number": 7]]]])
        #expect(try left("nonsense") == "nonsense")
    }

    @Test(arguments: [InputRules.restXML, .soap], [" ", "\n  \t\r"])
    func inXMLBlanksAreNoContentOfListsAndObjects(_ rules: InputRules, _ blank: String) throws {
        let read = try #require(
            try customer(["place": .text(blank), "places": .text(blank), "tags": .text(blank), "note": .text(blank)], rules))
        #expect(read.place == nil && read.places == nil && read.tags == nil)
        #expect(read.note == blank, "text keeps them")
        #expect(try customer(.text(blank), rules) == nil)
        #expect(try customer(["tags": ["item": .text(blank)]], rules)?.tags == [blank])
    }

    @Test func anEmptyItemIsTheSameWithBlanks() throws {
        #expect(try customer(["places": ["item": " "]], .soap)?.places == [Place(name: nil, number: nil)])
        #expect(refusal(["places": ["item": " "]], .restXML) == refusal(["places": ["item": .null]], .restXML))
    }

    @Test func inJSONBlanksAreText() {
        #expect(refusal(["places": " "], .rest) == "In \"customer.places\": \" \" does not fit type object[].")
        #expect(refusal(" ", .rest) == "\" \" does not fit type object.")
    }

    @Test func textMayStandForAnObjectThatReadsIt() throws {
        for rules in [InputRules.rest, .restXML] {
            #expect(try customer(["place": "York"], rules)?.place == Place(name: "York", number: nil))
            #expect(try customer(["place": ""], rules)?.place == nil)
            #expect(try customer(["place": [:]], rules)?.place == Place(name: nil, number: nil))
        }
        #expect(try customer(["place": " "], .rest)?.place == Place(name: " ", number: nil))
        for other in [7, true, false, ["York"]] as [Wire] { #expect(refusal(["place": other], .rest) != "none") }
        #expect(refusal(["place": "York"], .soap) == "In \"customer.place\": \"York\" does not fit type object.")
    }
}
