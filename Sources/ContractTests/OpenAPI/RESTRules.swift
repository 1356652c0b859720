/// Requirements on responses of the REST side, by its OpenAPI document.
enum RESTRules {
    static let status = Rule(
        "REST-STATUS", .error, "The status of a response is declared for the operation.", "Generated clients treat another one as unknown.")
    static let mediaType = Rule(
        "REST-MEDIA-TYPE", .error, "The media type of a response is declared for its status.", "Clients choose the parser by it.")
    static let schema = Rule("REST-SCHEMA", .error, "The body fits the schema of its response.", "Generated clients fail or lose values.")
    static let malformed = Rule("REST-JSON", .error, "A body of JSON can be parsed.", "RFC 8259.")
    static let failure = Rule(
        "REST-FAILURE", .error, "A wrong request does not make the server fail.", "A status of 500 and above blames the server.")
    static let accepted = Rule(
        "REST-ACCEPTED", .error, "A request that the document forbids is refused.", "The server processes values that were not validated.")
    static let refused = Rule(
        "REST-REFUSED", .note, "A request that fits the document is accepted.",
        "Rules that the document does not state refuse it, or the values made for it are unknown.")
    static let meaning = Rule(
        "REST-MEANING", .error, "REST and SOAP return the same for the same request.", "One service, two protocols.")

    static let all = [status, mediaType, schema, malformed, failure, accepted, refused, meaning]
}
