package import ServiceModel

/// The Swagger 2.0 document of REST (contract: `rest.md` §15).
package struct SwaggerDocument: Sendable {
    private let services: [DocumentedService]
    private let baseURL: PublicURL
    private let store: StoreScope
    private let title: DocumentTitle

    /// - Parameter services: operations without a REST route are omitted.
    package init(of services: [DocumentedService], at baseURL: PublicURL, in store: StoreScope, title: DocumentTitle) {
        self.services = services.offeredByREST
        self.baseURL = baseURL
        self.store = store
        self.title = title
    }

    /// The document; see ``Document/init(json:)``.
    package func json() -> Wire {
        [
            "swagger": "2.0",
            "info": ["version": .text(title.version), "title": .text(title.title)],
            "host": .text(baseURL.authority),
            "basePath": .text(baseURL.restPath(in: store)),
            "schemes": [.text(baseURL.scheme)],
            "tags": .list(services.map { ["name": .text($0.name), "description": .text($0.description)] }),
            "paths": paths,
            "securityDefinitions": ["api_key": ["type": "apiKey", "name": "api_key", "in": "header"]],
            "definitions": definitions,
        ]
    }

    private var paths: Wire {
        var paths = PathItems()
        for operation in services.flatMap(\.operations) {
            guard let route = operation.route, let parameters = DocumentedParameters(of: operation) else { continue }
            paths.add(route, at: route.template, wire(of: operation, route, parameters))
        }
        return paths.wire
    }

    private func wire(of operation: OperationDescription, _ route: Route, _ parameters: DocumentedParameters) -> Wire {
        [
            "tags": [.text(operation.service)],
            "description": .text(operation.documentation),
            "operationId": .text(route.operationID),
            "consumes": ["application/json", "application/xml"],
            "produces": ["application/json", "application/xml"],
            "parameters": .list(parameters.url.map(wire(of:)) + body(of: route, parameters.body)),
            "responses": responses(of: operation, parameters),
        ]
    }

    private func wire(of parameter: DocumentedParameters.Parameter) -> Wire {
        var wire = WireObject([
            .init(name: "name", value: .text(parameter.name)), .init(name: "in", value: .text(parameter.location.rawValue)),
        ])
        wire.members += SwaggerSchema.members(of: parameter.schema, in: .url)
        wire.append("required", .bool(parameter.isRequired))
        wire.describe(parameter.documentation)
        return .object(wire)
    }

    private func body(of route: Route, _ members: [ObjectSchema.Member]) -> [Wire] {
        guard !members.isEmpty else { return [] }
        var schema = SwaggerSchema.object(members, named: \.name)
        schema.append("xml", ["name": "request"])
        return [["name": .text(route.operationID + "Body"), "in": "body", "schema": .object(schema)]]
    }

    private func responses(of operation: OperationDescription, _ parameters: DocumentedParameters) -> Wire {
        var success = WireObject()
        success.describe("The result")
        if let output = operation.output { success.append("schema", SwaggerSchema.wire(of: output)) }
        var responses = WireObject()
        responses.append("200", .object(success))
        for status in DocumentedStatus.possible(for: operation, with: parameters) {
            responses.append("\(status.rawValue)", SwaggerErrors.response(status.description))
        }
        responses.append("default", SwaggerErrors.response("Another failure"))
        return .object(responses)
    }

    private var definitions: Wire {
        var definitions = SwaggerErrors.definitions
        for type in DataTypes(of: services).types {
            var schema = SwaggerSchema.object(type.members, named: \.snakeName)
            schema.describe(type.documentation)
            definitions.append(SwaggerSchema.name(of: type), .object(schema))
        }
        return .object(definitions)
    }
}
