/// An OpenAPI 3.0 or 3.1 document: its operations with parameters, bodies and responses, references resolved where they are used.
package struct OpenAPIDocument: Sendable {
    struct Parameter: Sendable {
        let name: String
        let location: String
        let isRequired: Bool
        let schema: JSONValue
    }

    struct Operation: Sendable {
        let method: String
        let path: String
        let id: String
        let parameters: [Parameter]
        /// The schema of a JSON body.
        let body: JSONValue?
        let bodyIsRequired: Bool
        /// By status, `2XX` or `default`.
        let responses: [String: JSONValue]
        let needsCredentials: Bool

        var label: String { "\(method) \(path)" }
    }

    /// How deep references are followed.
    private static let deepest = 32
    private static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    package let root: JSONValue
    /// Sorted by path, then method.
    let operations: [Operation]
    let server: String?

    package init(_ bytes: [UInt8]) throws(JSONError) {
        root = try JSONValue(document: bytes)
        guard root["openapi"]?.string?.hasPrefix("3.") ?? (root["openapi"]?.number.map { $0 >= 3 && $0 < 4 } ?? false) else {
            throw JSONError(description: "it is no OpenAPI 3 document")
        }
        server = root["servers"]?.array?.first?["url"]?.string
        let document = root
        operations = (root["paths"]?.object ?? [:]).sorted { $0.key < $1.key }.flatMap { path, item -> [Operation] in
            let shared = item["parameters"]?.array ?? []
            return Self.methods.compactMap { method in
                item[method].map { Self.operation($0, method.uppercased(), path, shared, document) }
            }
        }
    }

    private static func operation(
        _ value: JSONValue, _ method: String, _ path: String, _ shared: [JSONValue], _ root: JSONValue
    ) -> Operation {
        let parameters = ((value["parameters"]?.array ?? []) + shared).map { resolve($0, root) }.compactMap { parameter -> Parameter? in
            guard let name = parameter["name"]?.string, let location = parameter["in"]?.string else { return nil }
            return Parameter(
                name: name, location: location, isRequired: parameter["required"]?.bool ?? false,
                schema: parameter["schema"] ?? .object([:]))
        }
        let body = value["requestBody"].map { resolve($0, root) }
        let responses = (value["responses"]?.object ?? [:]).mapValues { resolve($0, root) }
        let security = value["security"]?.array ?? root["security"]?.array ?? []
        return Operation(
            method: method, path: path, id: value["operationId"]?.string ?? "\(method) \(path)", parameters: parameters,
            body: body?["content"]?.object?.first { isJSON($0.key) }?.value["schema"], bodyIsRequired: body?["required"]?.bool ?? false,
            responses: responses, needsCredentials: !security.isEmpty && !security.contains(.object([:])))
    }

    static func isJSON(_ mediaType: String) -> Bool {
        let bare = mediaType.split(separator: ";").first.map { $0.trimmingXMLSpace.lowercased() } ?? ""
        return bare == "application/json" || bare.hasSuffix("+json")
    }

    /// The value that a `$ref` inside the document stands for; others are returned as they are.
    func resolve(_ value: JSONValue) -> JSONValue { Self.resolve(value, root) }

    private static func resolve(_ value: JSONValue, _ root: JSONValue) -> JSONValue {
        var current = value
        for _ in 0..<deepest {
            guard let reference = current["$ref"]?.string, reference.hasPrefix("#/") else { return current }
            var target: JSONValue? = root
            for step in reference.dropFirst(2).split(separator: "/") {
                target = target?[String(step).replacing("~1", with: "/").replacing("~0", with: "~")]
            }
            guard let target else { return .object([:]) }
            current = target
        }
        return .object([:])
    }
}
