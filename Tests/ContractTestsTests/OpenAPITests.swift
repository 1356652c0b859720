import Testing

@testable import ContractTests

@Suite struct OpenAPITests {
    @Test func requestsMadeForEveryOperationOfThePackageFitTheDocument() throws {
        let document = try OpenAPIDocument(Fixture.bytes("../../OpenAPI/openapi.json"))
        let schema = JSONSchema(document: document)
        #expect(document.operations.count > 40)
        for operation in document.operations {
            let cases = RESTCases.cases(operation, schema, DataFile(), seed: 3)
            for test in cases {
                #expect(!test.target.contains("{"), "\(operation.label): \(test.target)")
                guard test.isValid, let body = test.body, let declared = operation.body else { continue }
                #expect(schema.problems(body, declared).isEmpty, "\(operation.label) \(test.name)")
            }
            if operation.body != nil {
                #expect(cases.contains { !$0.isValid } || schema.types(operation.body ?? .null).isEmpty, "\(operation.label)")
            }
        }
    }

    @Test(arguments: [
        (#"{"type":"integer"}"#, "1", true), (#"{"type":"integer"}"#, "1.5", false), (#"{"type":"string","nullable":true}"#, "null", true),
        (#"{"type":["string","null"]}"#, "null", true), (#"{"type":"object","required":["a"]}"#, "{}", false),
        (#"{"type":"object","properties":{"a":{"type":"boolean"}}}"#, #"{"a":"true"}"#, false),
        (#"{"type":"object","additionalProperties":false}"#, #"{"a":1}"#, false),
        (#"{"type":"array","items":{"enum":[1,2]}}"#, "[1,3]", false), (#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#, "1", true),
        (#"{"allOf":[{"type":"object","required":["a"]},{"type":"object","required":["b"]}]}"#, #"{"a":1}"#, false),
        (#"{"type":"string","maxLength":2}"#, #""abc""#, false), (#"{"type":"integer","format":"int32"}"#, "3000000000", false),
    ])
    func aValueIsJudgedByItsSchema(_ schema: String, _ value: String, _ isValid: Bool) throws {
        let document = try OpenAPIDocument(Array(#"{"openapi":"3.1.0"}"#.utf8))
        let problems = JSONSchema(document: document).problems(
            try JSONValue(json: Array(value.utf8)), try JSONValue(json: Array(schema.utf8)))
        #expect(problems.isEmpty == isValid, "\(problems)")
    }

    @Test func documentsInYAMLAreRead() throws {
        let yaml = """
            openapi: 3.0.3
            servers: [{url: "http://localhost/"}]
            paths:
              /a/{id}:
                get:
                  parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
                  responses: {"200": {description: ok}}
            """
        let document = try OpenAPIDocument(Array(yaml.utf8))
        #expect(document.operations.map(\.label) == ["GET /a/{id}"] && document.operations.first?.responses.keys.contains("200") == true)
        #expect(throws: JSONError.self) { try OpenAPIDocument(Array("a: 1".utf8)) }
    }

    @Test func resultsAreComparedByMeaningAcrossProtocols() throws {
        let soap = try XMLSource(Array("<result><firstName>A</firstName><ids><item>1</item></ids><flag>true</flag></result>".utf8)).root
        func difference(_ json: String) throws -> String? {
            MeaningComparison.difference(soap, try JSONValue(json: Array(json.utf8)), at: "result", [])
        }
        #expect(try difference(#"{"first_name":"A","ids":[1],"flag":true,"empty":null}"#) == nil)
        #expect(try difference(#"{"first_name":"B","ids":[1],"flag":true}"#) != nil)
        #expect(try difference(#"{"first_name":"A","ids":[1,2],"flag":true}"#) != nil)
        #expect(try difference(#"{"first_name":"A","ids":[1],"flag":true,"more":1}"#) != nil)
    }
}
