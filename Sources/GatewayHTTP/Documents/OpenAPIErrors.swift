internal import ServiceModel

/// The error responses of REST (contract: `rest.md` §12).
enum OpenAPIErrors {
    static func reference(to status: DocumentedStatus) -> Wire {
        ["$ref": .text("#/components/responses/\(name(of: status))")]
    }

    static let otherReference: Wire = ["$ref": "#/components/responses/OtherFailure"]

    static var responses: WireObject {
        var responses = WireObject()
        for status in DocumentedStatus.allCases {
            var response = WireObject([.init(name: "description", value: .text(status.description + "."))])
            if status == .unauthorized { response.append("headers", ["WWW-Authenticate": challenge]) }
            response.append("content", content)
            responses.append(name(of: status), .object(response))
        }
        responses.append("OtherFailure", ["description": "Another failure.", "content": content])
        return responses
    }

    static let schemas: [WireObject.Member] = [
        .init(
            name: "Error",
            value: [
                "type": "object",
                "description": "Why a request failed.",
                "required": ["message"],
                "properties": [
                    "message": ["type": "string", "description": "Text; its placeholders stand for the parameters."],
                    "errors": [
                        "type": "array", "minItems": 2, "description": "The single errors when there are several.",
                        "items": ["$ref": "#/components/schemas/SingleError", "xml": ["name": "item"]],
                        "xml": ["wrapped": true],
                    ],
                    "parameters": ["$ref": "#/components/schemas/ErrorParameters"],
                ],
            ]),
        .init(
            name: "SingleError",
            value: [
                "type": "object",
                "description": "One of several errors.",
                "required": ["message", "parameters"],
                "properties": [
                    "message": ["type": "string", "description": "Text; its placeholders stand for the parameters."],
                    "parameters": ["$ref": "#/components/schemas/ErrorParameters"],
                ],
            ]),
        .init(
            name: "ErrorParameters",
            value: [
                "description": "Values of the text: by name for named placeholders, in order for numbered ones.",
                "oneOf": [["type": "object"], ["type": "array"]],
            ]),
    ]

    private static let content = OpenAPIDocument.content(["$ref": "#/components/schemas/Error", "xml": ["name": "response"]])

    private static let challenge: Wire = [
        "description": "The challenge of RFC 6750; its error attribute tells a bad token from a missing permission.",
        "schema": ["type": "string"],
    ]

    private static func name(of status: DocumentedStatus) -> String {
        switch status {
        case .unauthorized: "Unauthorized"
        case .badRequest: "BadRequest"
        case .notFound: "NotFound"
        case .internalError: "InternalError"
        }
    }
}
