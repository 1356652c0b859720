import GatewayHTTP
import GatewayTestSupport
import ServiceModel
import Testing

/// `rest.md` §15.
@Suite struct SwaggerDocumentTests {
    private func document(
        _ services: String? = nil, of caller: Caller = Sample.manager, base: String = "https://gateway.example"
    ) throws -> Wire {
        let shown = try DocumentRights(Sample.services, of: caller, in: Sample.store).schema(ServiceNames.schema(services))
        let baseURL = try Sample.baseURL(base)
        return SwaggerDocument(of: shown, at: baseURL, in: Sample.store, title: DocumentTitle(version: "1.2.3")).json()
    }

    @Test func theHeadNamesGatewayHostAndPath() throws {
        let document = try document()
        #expect(
            document.keys == [
                "swagger", "info", "host", "basePath", "schemes", "tags", "paths", "securityDefinitions", "definitions",
            ])
        #expect(document.at("swagger") == "2.0")
        #expect(document.at("info") == ["version": "1.2.3", "title": "token-gateway"])
        #expect(document.at("host") == "gateway.example")
        #expect(document.at("basePath") == "/rest/default")
        #expect(document.at("schemes") == ["https"])
        #expect(document.at("securityDefinitions") == ["api_key": ["type": "apiKey", "name": "api_key", "in": "header"]])
        let below = try self.document(base: "http://h:81/shop")
        #expect(below.at("host") == "h:81")
        #expect(below.at("basePath") == "/shop/rest/default")
        #expect(below.at("schemes") == ["http"])
    }

    @Test func tagsNameTheServices() throws {
        #expect(
            try document("integrationAdminTokenServiceV1,twoFactorAuthTfaV1").at("tags") == [
                ["name": "integrationAdminTokenServiceV1", "description": "Integration admin token service, version 1"],
                ["name": "twoFactorAuthTfaV1", "description": "Two factor auth tfa, version 1"],
            ])
    }

    @Test func aTokenOperationIsDescribedCompletely() throws {
        let post = try #require(try document(of: .guest).at("paths", "/V1/integration/admin/token", "post"))
        #expect(post.at("tags") == ["integrationAdminTokenServiceV1"])
        #expect(post.at("description") == "Signs an admin in.")
        #expect(post.at("operationId") == "PostV1IntegrationAdminToken")
        #expect(post.at("consumes") == ["application/json", "application/xml"])
        #expect(post.at("produces") == ["application/json", "application/xml"])
        #expect(
            post.at("parameters") == [
                [
                    "name": "PostV1IntegrationAdminTokenBody", "in": "body",
                    "schema": [
                        "required": ["username", "password"],
                        "properties": [
                            "username": ["type": "string", "description": "Login name."],
                            "password": ["type": "string", "format": "password", "description": "Never logged."],
                        ],
                        "type": "object", "xml": ["name": "request"],
                    ],
                ]
            ])
        #expect(post.at("responses")?.keys == ["200", "401", "400", "500", "default"])
        #expect(post.at("responses", "200", "schema", "type") == "string")
        #expect(post.at("responses", "default", "schema") == ["$ref": "#/definitions/error-response"])
    }

    @Test(arguments: [
        ("/V1/customers/{customerId}", "get", ["200", "401", "400", "404", "500", "default"]),
        ("/V1/customers/isEmailAvailable", "post", ["200", "400", "500", "default"]),
        ("/V1/tfa/installed-providers", "get", ["200", "401", "500", "default"]),
        ("/V1/customers/me", "get", ["200", "401", "400", "500", "default"]),
        ("/V1/tfa/provider/authy/activate", "post", ["200", "401", "400", "500", "default"]),
    ]) func statusesAreListedWhereTheyCanOccur(_ path: String, _ method: String, _ statuses: [String]) throws {
        #expect(try document().at("paths", path, method, "responses")?.keys == statuses)
    }

    @Test func operationWithoutResultHasNoSchema() throws {
        #expect(try document().at("paths", "/V1/tfa/provider/authy/activate", "post", "responses", "200")?.keys == ["description"])
    }

    @Test(arguments: [
        ("/V1/customers/{customerId}", "get", "GetV1CustomersCustomerId"),
        ("/V1/customers/isEmailAvailable", "post", "PostV1CustomersIsEmailAvailable"),
        ("/V1/integration/admin/revoke-admin-token", "post", "PostV1IntegrationAdminRevokeadmintoken"),
    ]) func operationIDsFollowMagento(_ path: String, _ method: String, _ name: String) throws {
        #expect(try document().at("paths", path, method, "operationId") == .text(name))
    }

    @Test func forcedParametersAreOmitted() throws {
        let paths = try #require(try document().at("paths"))
        #expect(paths.at("/V1/integration/customer/revoke-customer-token", "post", "parameters") == [])
        #expect(paths.at("/V1/customers/me", "get", "parameters") == [])
    }

    @Test func pathVariablesAreRequired() throws {
        let item = try #require(try document().at("paths", "/V1/customers/{customerId}"))
        #expect(item.keys == ["get", "put"])
        #expect(
            item.at("get", "parameters") == [
                ["name": "customerId", "in": "path", "type": "integer", "format": "int32", "required": true]
            ])
        #expect(item.at("put", "parameters", "0") == ["name": "customerId", "in": "path", "type": "string", "required": true])
        let body = try #require(item.at("put", "parameters", "1", "schema"))
        #expect(body.at("properties", "customer") == ["$ref": "#/definitions/customer-data-customer-interface"])
        #expect(body.at("required") == ["customer"])
        #expect(body.at("properties")?.keys == ["customer", "passwordHash"])
    }

    @Test func nestedQueryParametersAreBracketed() throws {
        let parameters = try #require(try document().at("paths", "/V1/customers/search", "get", "parameters")).items
        #expect(
            parameters.compactMap { $0.at("name") } == [
                "searchCriteria[filterGroups][0][filters][0][field]", "searchCriteria[filterGroups][0][filters][0][conditionType]",
                "searchCriteria[pageSize]",
            ])
        #expect(parameters.allSatisfy { $0.at("required") == false && $0.at("in") == "query" })
    }

    @Test func definitionsAreTheErrorTypesAndTheUsedTypes() throws {
        let errors = ["error-response", "error-errors", "error-errors-item", "error-parameters", "error-parameters-item"]
        let guest = try #require(try document("integrationAdminTokenServiceV1", of: .guest).at("definitions"))
        #expect(guest.keys == errors)
        #expect(guest.at("error-response", "properties")?.keys == ["message", "errors", "code", "parameters", "trace"])
        #expect(guest.at("error-response", "required") == ["message"])
        #expect(guest.at("error-parameters-item", "properties")?.keys == ["resources", "fieldName", "fieldValue"])
        let customers = try #require(try document("customerCustomerRepositoryV1").at("definitions"))
        #expect(
            customers.keys.dropFirst(errors.count) == [
                "customer-data-region-interface", "customer-data-address-interface", "customer-data-customer-extension-interface",
                "customer-data-customer-interface", "framework-filter", "framework-search-filter-group",
                "framework-search-criteria-interface", "customer-data-customer-search-results-interface",
            ])
        let customer = try #require(customers.at("customer-data-customer-interface"))
        #expect(customer.at("properties")?.keys == ["id", "email", "default_billing", "addresses", "extension_attributes"])
        #expect(customer.at("required") == ["email"])
        #expect(customer.at("description") == "A customer.")
        let addresses: Wire = ["type": "array", "items": ["$ref": "#/definitions/customer-data-address-interface"]]
        #expect(customer.at("properties", "addresses") == addresses)
        #expect(customers.at("customer-data-address-interface", "required") == nil)
    }

    @Test func everyReferenceResolves() throws {
        let document = try document()
        let known = try #require(document.at("definitions")).keys.map { Wire.text("#/definitions/" + $0) }
        let references = document.all("$ref")
        #expect(references.count > 20)
        #expect(references.allSatisfy(known.contains))
    }

    @Test func withoutPermittedOperationsTheDocumentHasNoPaths() throws {
        let document = try document("customerCustomerRepositoryV1", of: .guest)
        #expect(document.at("paths") == [:])
        #expect(document.at("tags") == [])
        #expect(String(decoding: Document(json: document).bytes, as: UTF8.self).contains("\"paths\":{}"))
    }
}
