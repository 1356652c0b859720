import Testing

@testable import ContractTests

@Suite struct GenerationTests {
    /// Every valid form of every operation of the package, judged by libxml2.
    @Test(arguments: ["../../WSDL/all.wsdl", "../Interop/contracts/orders.wsdl", "Fixtures/recursive-type.wsdl"])
    func validFormsAreValidAndWrongFormsAreNot(_ path: String) async throws {
        let description = try await Fixture.description(path)
        let catalogue = OperationCatalogue(description)
        let validator = try SchemaValidator(description.schemas, adding: catalogue.wrappers)
        #expect(!catalogue.operations.isEmpty)
        for operation in catalogue.operations {
            let input = try #require(operation.input)
            let forms = ValidForms.payloads(input, catalogue.schema, seed: 7, purpose: operation.name)
            #expect(!forms.isEmpty)
            for form in forms {
                let document = try XMLSource(EnvelopeWriter.document(form.payload))
                let problems = validator.problems(at: [], in: document)
                #expect(problems.isEmpty, "\(operation.name) \(form.name): \(problems.map(\.message))")
            }
            let full = try #require(forms.first { $0.name == "full" } ?? forms.first)
            for wrong in WrongForms(full.payload).forms where wrong.name.hasPrefix("missing") || wrong.name.hasPrefix("wrong type") {
                let document = try XMLSource(EnvelopeWriter.document(wrong.payload))
                #expect(!validator.problems(at: [], in: document).isEmpty, "\(operation.name) \(wrong.name)")
            }
        }
    }

    @Test func theSameSeedMakesTheSameMessages() async throws {
        let catalogue = OperationCatalogue(try await Fixture.description(Fixture.orders, replacing: []))
        func payloads(_ seed: UInt64) -> [Payload] {
            catalogue.operations.flatMap { operation in
                operation.input.map { ValidForms.payloads($0, catalogue.schema, seed: seed, purpose: operation.name).map(\.payload) } ?? []
            }
        }
        #expect(payloads(1) == payloads(1))
        #expect(payloads(1) != payloads(2))
    }

    @Test(arguments: ["[A-Z]{2}-[0-9]{4}", "a|b", "(ab)+c?", #"\d{3}\.\d"#, "[^a]x", "x*", #"\p{Lu}[a-z]{0,3}"#])
    func aSampleMatchesItsPattern(_ pattern: String) async throws {
        let sample = try #require(PatternSampler.sample(pattern))
        let schema = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:simpleType><xs:restriction base="xs:string">
            <xs:pattern value="\(pattern)"/></xs:restriction></xs:simpleType></xs:element></xs:schema>
            """
        let root = try XMLSource(Array(schema.utf8)).root
        let validator = try SchemaValidator([SchemaDocument(location: "a", root: root, targetNamespace: nil, isInline: false)])
        #expect(validator.problems(at: [], in: try XMLSource(Array("<a>\(sample)</a>".utf8))).isEmpty, "\(sample)")
    }

    @Test(arguments: [
        ("customerCustomerRepositoryV1GetById", true), ("customerCustomerRepositoryV1Save", false), ("getOrder", true),
        ("findOrders", true),
        ("integrationAdminTokenServiceV1CreateAdminAccessToken", false), ("checkAndDelete", false), ("IsEmailAvailable", true),
        ("DeleteOrderAndGetRest", false), ("frobnicate", false), ("resetList", false),
    ])
    func onlyNamesOfReadingCountAsReading(_ name: String, _ reads: Bool) {
        #expect(ReadingVerbs.begin(name) == reads)
    }

    @Test func documentsWithDoctypeOrBombsAreRefused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>"
        #expect(throws: XMLSourceError.self) { try XMLSource(Array(bomb.utf8)) }
        #expect(throws: XMLSourceError.self) { try XMLSource(Array("<a><b></a>".utf8)) }
        #expect(throws: XMLSourceError.self) { try XMLSource([]) }
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(throws: XMLSourceError.self) { try XMLSource(Array(deep.utf8)) }
    }

    @Test func fiveMegabytesOfSchemaAreRead() async throws {
        let types = (0..<30_000).map { number in
            #"<xsd:complexType name="T\#(number)"><xsd:sequence><xsd:element name="value" type="xsd:string" minOccurs="0"/><xsd:element name="more" type="xsd:int"/></xsd:sequence></xsd:complexType>"#
        }.joined()
        let old = #"<xsd:element name="getOrder">"#
        let text = Fixture.orders.replacing(old, with: types + old)
        #expect(text.utf8.count > 5 * 1024 * 1024)
        let description = try await DescriptionReader(DocumentSource()).read(Array(text.utf8), from: "large.wsdl")
        #expect(Linter().findings(in: description).filter { $0.rule.severity > .note }.isEmpty)
        var source = DocumentSource()
        source.largestDocument = 1000
        await #expect(throws: DescriptionError.self) {
            try await DescriptionReader(source).read(Fixture.folder("../Interop/contracts/orders.wsdl"))
        }
    }
}
