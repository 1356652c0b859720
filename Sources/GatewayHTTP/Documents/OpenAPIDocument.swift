package import ServiceModel

/// The OpenAPI 3.1 document of REST. It describes what the Swagger document describes in the form that Magento's clients expect, and is more
/// precise about secrets, responses without a result, and the values of error messages.
package struct OpenAPIDocument: Sendable {
    private let services: [DocumentedService]
    private let baseURL: PublicURL
    private let title: DocumentTitle
    private let schemas: OpenAPISchema

    /// - Parameter services: operations without a REST route are omitted.
    package init(of services: [DocumentedService], at baseURL: PublicURL, title: DocumentTitle) {
        self.services = services.offeredByREST
        self.baseURL = baseURL
        self.title = title
        schemas = OpenAPISchema(DataTypes(of: self.services))
    }

    private static let introduction =
        "Tokens for admins, customers and integrations. The addresses here mean the default store; a store code after /rest chooses "
        + "another one. Bodies and answers are JSON or XML, as Content-Type and Accept say."

    /// The document; see ``Document/init(json:)``.
    package func json() -> Wire {
        [
            "openapi": "3.1.0",
            "info": [
                "title": .text(title.title),
                "version": .text(title.version),
                "description": .text(Self.introduction),
            ],
            "servers": [["url": .text(baseURL.string)]],
            "tags": .list(services.map { ["name": .text($0.name), "description": .text($0.description)] }),
            "paths": paths,
            "components": [
                "schemas": .object(WireObject(schemas.components + OpenAPIErrors.schemas)),
                "responses": .object(OpenAPIErrors.responses),
                "securitySchemes": [
                    "bearerAuth": [
                        "type": "http", "scheme": "bearer",
                        "description": "A token of an admin, a customer or an integration.",
                    ]
                ],
            ],
        ]
    }

    private var paths: Wire {
        var paths = PathItems()
        for operation in services.flatMap(\.operations) {
            guard let route = operation.route, let parameters = DocumentedParameters(of: operation) else { continue }
            paths.add(route, at: "/rest" + route.template, wire(of: operation, route, parameters))
        }
        return paths.wire
    }

    private func wire(of operation: OperationDescription, _ route: Route, _ parameters: DocumentedParameters) -> Wire {
        var wire = WireObject()
        wire.append("operationId", .text(route.operationID))
        wire.append("tags", [.text(operation.service)])
        let sentences = [operation.documentation, operation.permission].filter { !$0.isEmpty }
        wire.append("description", .text(sentences.joined(separator: "\n\n")))
        wire.append("security", operation.isAnonymous ? [] : [["bearerAuth": []]])
        if !parameters.url.isEmpty { wire.append("parameters", .list(parameters.url.map(self.wire(of:)))) }
        if !parameters.body.isEmpty { wire.append("requestBody", body(parameters.body)) }
        wire.append("responses", responses(of: operation, parameters))
        return .object(wire)
    }

    private func wire(of parameter: DocumentedParameters.Parameter) -> Wire {
        var wire = WireObject()
        wire.append("name", .text(parameter.name))
        wire.append("in", .text(parameter.location.rawValue))
        wire.append("required", .bool(parameter.isRequired))
        wire.describe(parameter.documentation)
        wire.append("schema", .object(schemas.schema(of: parameter.schema, isRequestOnly: true)))
        return .object(wire)
    }

    private func body(_ members: [ObjectSchema.Member]) -> Wire {
        var schema = schemas.object(members, named: \.name, isRequestOnly: true)
        schema.append("xml", ["name": "request"])
        return [
            "required": .bool(members.contains(where: \.isRequired)),
            "content": Self.content(.object(schema)),
        ]
    }

    private func responses(of operation: OperationDescription, _ parameters: DocumentedParameters) -> Wire {
        var responses = WireObject()
        responses.append("200", success(operation.output))
        for status in DocumentedStatus.possible(for: operation, with: parameters) {
            responses.append("\(status.rawValue)", OpenAPIErrors.reference(to: status))
        }
        responses.append("default", OpenAPIErrors.otherReference)
        return .object(responses)
    }

    /// The result of an operation; an empty list without a result (contract: `rest.md` §9).
    private func success(_ output: Schema?) -> Wire {
        guard let output else {
            let nothing: Wire = ["type": "array", "maxItems": 0, "xml": ["name": "response"]]
            return ["description": "Done; there is no result.", "content": Self.content(nothing)]
        }
        var schema = schemas.schema(of: output, isRequestOnly: false)
        schema.set("xml", OpenAPISchema.isList(output) ? ["name": "response", "wrapped": true] : ["name": "response"])
        return ["description": "The result.", "content": Self.content(.object(schema))]
    }

    /// JSON and XML bodies have the same schema.
    static func content(_ schema: Wire) -> Wire {
        ["application/json": ["schema": schema], "application/xml": ["schema": schema]]
    }
}
