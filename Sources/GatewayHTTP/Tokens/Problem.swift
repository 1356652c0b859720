import HTTPTypes
import ServiceModel

/// A refusal at the gateway's own addresses (RFC 9457, D16). Unlike below `/rest`, a known caller without the right gets 403: nginx and
/// its like tell "who are you" from "you may not" by it.
struct Problem: Sendable {
    let texts: MessageTexts

    /// - Parameter challenge: the `WWW-Authenticate` value, where credentials are the problem.
    func response(_ fault: Fault, status: Int? = nil, challenge: String? = nil, template: String = "unmatched") -> GatewayResponse {
        let status = status ?? Status.of(fault.kind)
        var problem = WireObject()
        problem.append("type", "about:blank")
        problem.append("title", .text(texts.filledText(of: fault)))
        problem.append("status", .int(status))
        // The values are in the title and, for programs, next to it (RFC 9457 §3.2).
        for argument in fault.parameters {
            if let name = argument.name, case .wire(let value) = argument.value { problem.append(name, value) }
        }
        var headers = PageHeaders.common
        headers[.contentType] = "application/problem+json"
        headers[.wwwAuthenticate] = challenge
        headers[.retryAfter] = fault.retryAfter.map(String.init)
        return GatewayResponse(
            status: status, headers: headers, body: JSONWriter.write(.object(problem)), template: template, reason: fault.message.id)
    }
}

/// Headers of every answer at the gateway's own addresses.
enum PageHeaders {
    static let common: HTTPFields = [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
}
