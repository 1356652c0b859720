import HTTPTypes
import ServiceModel

/// What is known about one request so far; every answer is made here.
struct RESTExchange: Sendable {
    let request: GatewayRequest
    let isAcceptable: Bool
    var format: BodyFormat
    var allow: String?
    var template = "/rest/unmatched"
    var authenticated = Authenticated.guest

    /// - Parameter format: what `Accept` selects; `nil` when nothing acceptable can be sent.
    init(request: GatewayRequest, format: BodyFormat?) {
        self.request = request
        self.format = format ?? .json
        isAcceptable = format != nil
    }

    func options() -> GatewayResponse {
        var headers = RESTHeaders.common
        headers[.allow] = allow
        return GatewayResponse(status: 204, headers: headers, template: template)
    }

    /// - Parameter fields: the `fields` parameter.
    func success(_ result: Wire, output: Schema?, fields: String?) -> GatewayResponse {
        var wire = output == nil ? .list([]) : result
        if let fields { wire = FieldMask.apply(fields, to: wire) }
        var headers = RESTHeaders.common
        headers[.contentType] = format.contentType
        let bytes = format == .json ? JSONWriter.write(wire, names: .snakeCase) : XMLResponse.write(wire, snakeCase: true)
        return GatewayResponse(status: 200, headers: headers, body: bytes, template: template)
    }

    func refusal(_ fault: Fault, _ errors: RESTError) -> GatewayResponse {
        var response =
            fault.kind == .notAcceptable
            ? errors.fallback(fault, accept: request.headers.accept, template: template)
            : errors.response(fault, format: format, template: template)
        if fault.kind == .methodNotAllowed { response.headers[.allow] = allow ?? AllowedMethods.all }
        if fault.kind == .unauthorized {
            response.headers[.wwwAuthenticate] = authenticated.challenge(denied: fault.message == .authDenied)
        }
        return response
    }
}

extension RequestFields {
    /// All `Accept` fields joined with commas.
    var accept: String? { self[.accept] }
}
