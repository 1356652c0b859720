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

    private func errorText(_ wire: Wire, _ rules: InputRules) -> String {
        do {
            _ = try customer(wire, rules)
            return "none"
        } catch {
            return MessageTexts().text(of: error)
        }
    }

    private func withoutZeros(_ customer: Wire, _ rules: InputRules = .rest) throws -> Wire? {
        guard case .object(let schema) = Codec<Parameters>.parameters.schema else { return nil }
        return rules.removingAbsentZeros(WireObject([.init(name: "customer", value: customer)]), schema)["customer"]
    }

    @Test(arguments: [0, "0", "00", " 0 ", .integerLiteral("-0"), .double(0)] as [Wire])
    func zerosOfTypedClientsAreRemoved(_ zero: Wire) throws {
        #expect(try withoutZeros(["id": zero, "home_id": zero, "group_id": zero]) == ["group_id": zero], "group 0 is a group")
        #expect(try withoutZeros(["id": zero, "homeId": zero, "home_id": zero], .soap) == ["home_id": zero], "one spelling")
    }

    @Test(arguments: [1, "10", "", " ", false, "false", .null, [], [:], [0], "0x0", "0.0"] as [Wire])
    func otherValuesAreKept(_ value: Wire) throws {
        #expect(try withoutZeros(["id": value]) == ["id": value])
    }

    @Test func zerosAreRemovedAtEveryLevel() throws {
        let zero: Wire = ["name": "a", "number": 0]
        #expect(try withoutZeros(["place": zero]) == ["place": ["name": "a"]])
        #expect(try withoutZeros(["places": [zero, zero]]) == ["places": [["name": "a"], ["name": "a"]]])
        #expect(try withoutZeros(["places": ["item": zero]]) == ["places": ["item": ["name": "a"]]])
        #expect(try withoutZeros(["places": ["item": [zero, ["number": 7]]]]) == ["places": ["item": [["name": "a"], ["number": 7]]]])
        #expect(try withoutZeros("nonsense") == "nonsense")
    }

    @Test(arguments: [InputRules.restXML, .soap], [" ", "\n  \t\r"])
    func whitespaceInXMLIsEmptyForListsAndObjects(_ rules: InputRules, _ whitespace: String) throws {
        let read = try #require(
            try customer(
                ["place": .text(whitespace), "places": .text(whitespace), "tags": .text(whitespace), "note": .text(whitespace)], rules))
        #expect(read.place == nil && read.places == nil && read.tags == nil)
        #expect(read.note == whitespace, "text keeps them")
        #expect(try customer(.text(whitespace), rules) == nil)
        #expect(try customer(["tags": ["item": .text(whitespace)]], rules)?.tags == [whitespace])
    }

    @Test func whitespaceInAnItemIsAnEmptyItem() throws {
        #expect(try customer(["places": ["item": " "]], .soap)?.places == [Place(name: nil, number: nil)])
        #expect(errorText(["places": ["item": " "]], .restXML) == errorText(["places": ["item": .null]], .restXML))
    }

    @Test func whitespaceInJSONIsText() {
        #expect(errorText(["places": " "], .rest) == "In \"customer.places\": \" \" does not fit type object[].")
        #expect(errorText(" ", .rest) == "\" \" does not fit type object.")
    }

    @Test func textIsReadByObjectsThatAcceptIt() throws {
        for rules in [InputRules.rest, .restXML] {
            #expect(try customer(["place": "York"], rules)?.place == Place(name: "York", number: nil))
            #expect(try customer(["place": ""], rules)?.place == nil)
            #expect(try customer(["place": [:]], rules)?.place == Place(name: nil, number: nil))
        }
        #expect(try customer(["place": " "], .rest)?.place == Place(name: " ", number: nil))
        for other in [7, true, false, ["York"]] as [Wire] { #expect(errorText(["place": other], .rest) != "none") }
        #expect(errorText(["place": "York"], .soap) == "In \"customer.place\": \"York\" does not fit type object.")
    }
}
