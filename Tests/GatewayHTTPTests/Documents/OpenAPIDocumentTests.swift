import GatewayHTTP
import GatewayTestSupport
import ServiceModel
import Testing

/// The OpenAPI 3.1 document.
@Suite struct OpenAPIDocumentTests {
    private func document() throws -> Wire {
        let baseURL = try Sample.baseURL("https://h/shop")
        return OpenAPIDocument(of: try Sample.everything(), at: baseURL, title: DocumentTitle(version: "1.2.3")).json()
    }

    @Test func theHeadNamesGatewayAndServer() throws {
        let document = try document()
        #expect(document.at("openapi") == "3.1.0")
        #expect(document.at("info", "version") == "1.2.3")
        #expect(document.at("servers") == [["url": "https://h/shop"]])
        #expect(try #require(document.at("paths")).keys.allSatisfy { $0.hasPrefix("/rest/V1/") })
        #expect(document.at("components", "securitySchemes", "bearerAuth", "scheme") == "bearer")
        let tags = try #require(document.at("tags")).items.compactMap { $0.at("name") }
        #expect(!tags.contains("twoFactorAuthAdminTokenServiceV1"))
        #expect(tags.count == Sample.table.services.count - 1)
    }

    @Test func readersSeePermittedOperationsOnly() async throws {
        let documents = GatewayDocuments(of: Sample.table, at: try Sample.baseURL(), title: DocumentTitle(version: "1"))
        let guest = String(decoding: await documents.openAPI(for: (.guest, Sample.store)).bytes, as: UTF8.self)
        #expect(guest.contains("/rest/V1/integration/admin/token"))
        #expect(!guest.contains("/rest/V1/customers/me"))
        #expect(!guest.contains("CustomerDataCustomerInterface"))
        #expect(await documents.openAPI(for: (Sample.manager, Sample.store)).entityTag == documents.openAPI().entityTag)
        #expect(await documents.page(for: (.guest, Sample.store)).bytes.count < documents.page().bytes.count)
    }

    @Test func onlyProtectedOperationsRequireAuthentication() throws {
        let paths = try #require(try document().at("paths"))
        #expect(paths.at("/rest/V1/integration/admin/token", "post", "security") == [])
        #expect(paths.at("/rest/V1/customers/me", "get", "security") == [["bearerAuth": []]])
    }

    @Test func descriptionsContainThePermission() throws {
        let paths = try #require(try document().at("paths"))
        let one = paths.at("/rest/V1/customers/{customerId}", "get", "description")
        #expect(one == "One customer.\n\nNeeds the resource Magento_Customer::customer.")
        let free = paths.at("/rest/V1/customers/isEmailAvailable", "post", "description")
        #expect(free == "Whether an address is free.\n\nOpen to everybody.")
        let providers = paths.at("/rest/V1/tfa/installed-providers", "get", "description")
        #expect(providers == "Needs the resource Magento_TwoFactorAuth::tfa.")
    }

    @Test func bodiesAreDescribedInBothFormats() throws {
        let post = try #require(try document().at("paths", "/rest/V1/integration/admin/token", "post"))
        let body = try #require(post.at("requestBody"))
        #expect(body.at("required") == true)
        #expect(body.at("content")?.keys == ["application/json", "application/xml"])
        let schema = try #require(body.at("content", "application/xml", "schema"))
        #expect(schema.at("xml", "name") == "request")
        #expect(schema.at("properties", "password", "writeOnly") == true)
        #expect(schema.at("properties", "password", "format") == "password")
        let response = post.at("responses", "200", "content", "application/xml", "schema")
        #expect(response == ["type": "string", "format": "password", "xml": ["name": "response"]])
    }

    @Test func secretsOfRequestOnlyTypesAreWriteOnly() throws {
        let sent = Sample.type("Sent", [Sample.required("pin", .secret)])
        let answered = Sample.type("Answered", [Sample.required("secretCode", .secret)])
        let operation = Sample.operation(
            "aV1", "b", Route(.post, "/V1/b"), [.anonymous],
            [Sample.required("sent", sent), Sample.required("answered", answered)], output: .list(answered), "")
        let services = [DocumentedService(name: "aV1", operations: [operation.description])]
        let document = OpenAPIDocument(of: services, at: try Sample.baseURL(), title: DocumentTitle(version: "1")).json()
        #expect(document.at("components", "schemas", "Sent", "properties", "pin", "writeOnly") == true)
        #expect(document.at("components", "schemas", "Answered", "properties", "secret_code") == ["type": "string", "format": "password"])
    }

    @Test func responsesWithoutResultAreEmptyLists() throws {
        let response = try document().at("paths", "/rest/V1/tfa/provider/authy/activate", "post", "responses", "200")
        #expect(response?.at("content", "application/json", "schema", "maxItems") == 0)
    }

    @Test func listsAreWrappedInXML() throws {
        let document = try document()
        let addresses = document.at("components", "schemas", "CustomerDataCustomerInterface", "properties", "addresses")
        #expect(
            addresses == [
                "type": "array", "items": ["$ref": "#/components/schemas/CustomerDataAddressInterface", "xml": ["name": "item"]],
                "xml": ["wrapped": true],
            ])
        let providers = document.at("paths", "/rest/V1/tfa/installed-providers", "get", "responses", "200")
        #expect(providers?.at("content", "application/json", "schema", "xml") == ["name": "response", "wrapped": true])
    }

    @Test func operationIDsAreUniqueAndReferencesResolve() throws {
        let document = try document()
        let ids = document.all("operationId").map { "\($0)" }
        #expect(ids.count == 11)
        #expect(Set(ids).count == ids.count)
        let schemas = try #require(document.at("components", "schemas")).keys.map { Wire.text("#/components/schemas/" + $0) }
        let responses = try #require(document.at("components", "responses")).keys.map { Wire.text("#/components/responses/" + $0) }
        #expect(document.all("$ref").allSatisfy((schemas + responses).contains))
    }
}
