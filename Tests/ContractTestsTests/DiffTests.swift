import Testing

@testable import ContractTests

/// One change at a time, in both directions of a message.
@Suite struct DiffTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let old: String
        let new: String
        let compatibility: Compatibility

        init(_ name: String, _ old: String, _ new: String, _ compatibility: Compatibility) {
            self.name = name
            self.old = old
            self.new = new
            self.compatibility = compatibility
        }

        var testDescription: String { name }
    }

    private static let optionalFlag = #"<xsd:element name="withLines" type="xsd:boolean" minOccurs="0"/>"#

    @Test(arguments: [
        Case(
            "optional request element added", optionalFlag, optionalFlag + #"<xsd:element name="more" type="xsd:int" minOccurs="0"/>"#,
            .compatible),
        Case("required request element added", optionalFlag, optionalFlag + #"<xsd:element name="more" type="xsd:int"/>"#, .breaksWire),
        Case("request element removed", optionalFlag, "", .breaksWire),
        Case("request element made required", optionalFlag, optionalFlag.replacing(#" minOccurs="0""#, with: ""), .breaksWire),
        Case("request text narrowed", #"<xsd:maxLength value="40"/>"#, #"<xsd:maxLength value="20"/>"#, .breaksWire),
        Case("request text widened", #"<xsd:maxLength value="40"/>"#, #"<xsd:maxLength value="80"/>"#, .compatible),
        Case(
            "response element added", #"<xsd:element name="customer" type="xsd:string"/>"#,
            #"<xsd:element name="customer" type="xsd:string"/><xsd:element name="note" type="xsd:string" minOccurs="0"/>"#,
            .breaksGeneratedCode),
        Case("response element removed", #"<xsd:element name="customer" type="xsd:string"/>"#, "", .breaksWire),
        Case(
            "response type widened", #"<xsd:element name="quantity" type="xsd:int"/>"#, #"<xsd:element name="quantity" type="xsd:long"/>"#,
            .breaksWire),
        Case(
            "response type narrowed", #"<xsd:element name="quantity" type="xsd:int"/>"#,
            #"<xsd:element name="quantity" type="xsd:short"/>"#, .breaksGeneratedCode),
        Case(
            "order changed",
            #"<xsd:element name="article" type="tns:Code"/>"# + "\n          " + #"<xsd:element name="quantity" type="xsd:int"/>"#,
            #"<xsd:element name="quantity" type="xsd:int"/><xsd:element name="article" type="tns:Code"/>"#, .breaksWire),
        Case(
            "enumeration extended", #"<xsd:enumeration value="shipped"/>"#,
            #"<xsd:enumeration value="shipped"/><xsd:enumeration value="lost"/>"#, .breaksWire),
        Case("port renamed", #"port name="OrdersPort11""#, #"port name="OldOrdersPort""#, .breaksGeneratedCode),
        Case(
            "action changed", #"<soap:operation soapAction="urn:example:orders:getOrder"/>"#, #"<soap:operation soapAction="other"/>"#,
            .breaksWire),
        Case("namespace changed", "urn:example:orders\"", "urn:example:orders:2\"", .breaksWire),
        Case("address changed", "http://localhost/orders", "http://localhost/v2", .compatible),
    ])
    func aChangeHasItsVerdict(_ change: Case) async throws {
        try #require(Fixture.orders.contains(change.old))
        let old = try await Fixture.description(Fixture.orders, replacing: [])
        let new = try await Fixture.description(Fixture.orders, replacing: [(change.old, change.new)])
        let changes = DescriptionDiff.changes(from: old, to: new)
        #expect(changes.map(\.compatibility).max() == change.compatibility, "\(changes)")
    }

    @Test func positionPrefixesAndDocumentationAreNoChange() async throws {
        let old = try await Fixture.description(Fixture.orders, replacing: [])
        let new = try await Fixture.description(
            Fixture.orders,
            replacing: [
                ("xsd:", "x:"), ("xmlns:xsd", "xmlns:x"), ("<x:element name=\"getOrder\">", "<x:element name=\"getOrder\"><x:annotation/>"),
            ])
        #expect(DescriptionDiff.changes(from: old, to: new).isEmpty)
    }

    @Test func anOperationThatIsGoneBreaksOnTheWireAndANewOneIsCompatible() async throws {
        let whole = try await Fixture.description("../../WSDL/all.wsdl")
        let part = try await Fixture.description("../../WSDL/customerCustomerRepositoryV1.wsdl")
        #expect(DescriptionDiff.changes(from: whole, to: part).contains { $0.compatibility == .breaksWire && $0.message.contains("gone") })
        #expect(DescriptionDiff.changes(from: part, to: whole).contains { $0.compatibility == .compatible && $0.message == "it is new" })
        #expect(DescriptionDiff.changes(from: whole, to: whole).isEmpty)
    }

    @Test(arguments: [
        (#""required":["name"]"#, #""required":["name","age"]"#, Compatibility.breaksWire),
        (#""/a""#, #""/b""#, .breaksWire), (#""type":"string","maxLength":9"#, #""type":"string","maxLength":5"#, .breaksWire),
        (#""operationId":"one""#, #""operationId":"uno""#, .breaksGeneratedCode),
        (#""age":{"type":"integer"}"#, #""age":{"type":"integer"},"more":{"type":"string"}"#, .compatible),
        (#""id":{"type":"integer"}"#, #""id":{"type":"string"}"#, .breaksWire),
    ])
    func aChangeOfAnOpenAPIDocumentHasItsVerdict(_ old: String, _ new: String, _ compatibility: Compatibility) throws {
        let text = """
            {"openapi":"3.1.0","paths":{"/a":{"post":{"operationId":"one","requestBody":{"content":{"application/json":{"schema":
            {"type":"object","required":["name"],"properties":{"name":{"type":"string","maxLength":9},"age":{"type":"integer"}}}}}},
            "responses":{"200":{"content":{"application/json":{"schema":{"type":"object","properties":{"id":{"type":"integer"}}}}}}}}}}}
            """
        try #require(text.contains(old))
        let before = try OpenAPIDocument(Array(text.utf8))
        let after = try OpenAPIDocument(Array(text.replacing(old, with: new).utf8))
        #expect(OpenAPIDiff.changes(from: before, to: after).map(\.compatibility).max() == compatibility)
        #expect(OpenAPIDiff.changes(from: before, to: before).isEmpty)
    }
}
