internal import ServiceModel

/// The error responses of REST, under the names of Magento's Swagger document (contract: `rest.md` §12, §15).
enum SwaggerErrors {
    static func response(_ description: String) -> Wire {
        ["description": .text(description), "schema": ["$ref": "#/definitions/error-response"]]
    }

    /// `code` and `trace` are declared and never sent.
    static let definitions = WireObject([
        .init(
            name: "error-response",
            value: [
                "type": "object",
                "properties": [
                    "message": ["type": "string", "description": "What went wrong; placeholders stand for parameters"],
                    "errors": ["$ref": "#/definitions/error-errors"],
                    "code": ["type": "integer", "description": "Reserved"],
                    "parameters": ["$ref": "#/definitions/error-parameters"],
                    "trace": ["type": "string", "description": "Reserved"],
                ],
                "required": ["message"],
            ]),
        .init(
            name: "error-errors",
            value: ["type": "array", "description": "The single errors", "items": ["$ref": "#/definitions/error-errors-item"]]),
        .init(
            name: "error-errors-item",
            value: [
                "type": "object", "description": "One of several errors",
                "properties": [
                    "message": ["type": "string", "description": "What went wrong"],
                    "parameters": ["$ref": "#/definitions/error-parameters"],
                ],
            ]),
        .init(
            name: "error-parameters",
            value: ["type": "array", "description": "Values of the message", "items": ["$ref": "#/definitions/error-parameters-item"]]),
        .init(
            name: "error-parameters-item",
            value: [
                "type": "object", "description": "Values of the message",
                "properties": [
                    "resources": ["type": "string", "description": "The resources that the operation needs"],
                    "fieldName": ["type": "string", "description": "The field that is missing or wrong"],
                    "fieldValue": ["type": "string", "description": "The value that was not found"],
                ],
            ]),
    ])
}
