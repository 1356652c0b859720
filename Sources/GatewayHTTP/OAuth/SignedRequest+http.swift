import HTTPTypes
import ServiceModel
import TokenCore

extension SignedRequest {
    /// The signed parts of a request (contract: `integrations.md` §4).
    /// - Parameter address: the public base URL; of it the scheme counts, and the authority where the request has none.
    /// - Throws: `request.unprocessable` for a query, `body.undecodable` for a form that cannot be decoded.
    init(_ request: GatewayRequest, credentials: [Parameter], at address: ServiceAddress) throws(Fault) {
        self.init(
            method: request.method, url: Self.url(of: request, at: address), credentials: credentials,
            parameters: try QueryParameters(request.query).pairs + Self.form(of: request), origin: request.origin)
    }

    /// Without the port that the scheme implies (RFC 5849 §3.4.1.2); the path as it was sent.
    private static func url(of request: GatewayRequest, at address: ServiceAddress) -> String {
        var host = (request.authority ?? address.authority).lowercased()
        let implied = address.scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(implied) { host.removeLast(implied.count) }
        return "\(address.scheme)://\(host)\(request.path)"
    }

    /// Only forms are signed; JSON, XML and SOAP bodies are not.
    private static func form(of request: GatewayRequest) throws(Fault) -> [Parameter] {
        let type = request.headers[.contentType].map { ContentType.bare($0).lowercased() }
        guard type == "application/x-www-form-urlencoded", !request.body.isEmpty else { return [] }
        guard let text = String(validating: request.body, as: UTF8.self) else { throw Fault(.bodyUndecodable) }
        return try QueryParameters(form: text).pairs
    }
}
