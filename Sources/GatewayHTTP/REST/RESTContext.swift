import HTTPTypes
import ServiceModel

/// The state of one REST request while it is handled. Makes the responses, because their form depends on it.
struct RESTContext: Sendable {
    let request: GatewayRequest
    let isAcceptable: Bool
    var format: BodyFormat
    var allow: String?
    var template = "/rest/unmatched"
    var authentication = Authentication.guest

    /// - Parameter format: the negotiated format; `nil` if none is acceptable.
    init(request: GatewayRequest, format: BodyFormat?) {
        self.request = request
        self.format = format ?? .json
        isAcceptable = format != nil
    }

    /// The fields of every response below `/rest` (contract: `rest.md` §13).
    static let headers: HTTPFields = [.cacheControl: "no-store", .vary: "Accept, Authorization", .xContentTypeOptions: "nosniff"]

    func options() -> GatewayResponse {
        var headers = Self.headers
        headers[.allow] = allow
        return GatewayResponse(status: 204, headers: headers, template: template)
    }

    /// - Parameter fields: the value of the query parameter `fields`.
    func success(_ result: Wire, output: Schema?, fields: String?) -> GatewayResponse {
        var wire = output == nil ? .list([]) : result
        if let fields { wire = FieldMask.apply(fields, to: wire) }
        var headers = Self.headers
        headers[.contentType] = format.contentType
        let bytes = format == .json ? JSONWriter.write(wire, names: .snakeCase) : XMLResponse.write(wire, snakeCase: true)
        return GatewayResponse(status: 200, headers: headers, body: bytes, template: template)
    }

    func refusal(_ fault: Fault, _ errors: RESTErrorWriter) -> GatewayResponse {
        var response =
            fault.kind == .notAcceptable
            ? errors.fallback(fault, accept: request.headers.accept, template: template)
            : errors.response(fault, format: format, template: template)
        if fault.kind == .methodNotAllowed { response.headers[.allow] = allow ?? AllowedMethods.all }
        if fault.kind == .unauthorized {
            response.headers[.wwwAuthenticate] = authentication.challenge(denied: fault.message == .authDenied)
        }
        return response
    }
}
