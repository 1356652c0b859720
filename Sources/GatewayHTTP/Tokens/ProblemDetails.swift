import HTTPTypes
import ServiceModel

/// Error responses of the gateway's own endpoints (RFC 9457, D16). Unlike below `/rest`, an authenticated caller without permission gets
/// 403, because the auth_request module of nginx and similar proxies distinguish 401 and 403.
struct ProblemDetails: Sendable {
    let texts: MessageTexts

    /// - Parameter challenge: the value of `WWW-Authenticate` if credentials are missing or invalid.
    func response(_ fault: Fault, status: Int? = nil, challenge: String? = nil, template: String = "unmatched") -> GatewayResponse {
        let status = status ?? fault.kind.httpStatus
        var problem = WireObject()
        problem.append("type", "about:blank")
        problem.append("title", .text(texts.filledText(of: fault)))
        problem.append("status", .int(status))
        // The values are part of the title and, for programs, extension members (RFC 9457 §3.2).
        for argument in fault.parameters {
            if let name = argument.name, case .wire(let value) = argument.value { problem.append(name, value) }
        }
        var headers = HTTPFields.uncached
        headers[.contentType] = "application/problem+json"
        headers[.wwwAuthenticate] = challenge
        headers[.retryAfter] = fault.retryAfter.map(String.init)
        return GatewayResponse(
            status: status, headers: headers, body: JSONWriter.write(.object(problem)), template: template, reason: fault.message.id)
    }
}
