import HTTPTypes
import ServiceModel
import TokenCore

extension SignedRequest {
    /// The signed parts of a request (contract: `integrations.md` §4).
    /// - Parameter baseURL: provides the scheme, and the authority of a request that has none.
    /// - Throws: `request.unprocessable` for a query, `body.undecodable` for a form that cannot be decoded.
    init(_ request: GatewayRequest, credentials: [Parameter], at baseURL: PublicURL) throws(Fault) {
        self.init(
            method: request.method, url: Self.url(of: request, at: baseURL), credentials: credentials,
            parameters: try QueryParameters(request.query).pairs + Self.form(of: request), origin: request.origin)
    }

    /// The base string URI (RFC 5849 §3.4.1.2): without the default port of the scheme, with the path as sent.
    private static func url(of request: GatewayRequest, at baseURL: PublicURL) -> String {
        var host = (request.authority ?? baseURL.authority).lowercased()
        let defaultPort = baseURL.scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
        return "\(baseURL.scheme)://\(host)\(request.path)"
    }

    /// The parameters of a form, which are signed. JSON, XML and SOAP bodies are not.
    private static func form(of request: GatewayRequest) throws(Fault) -> [Parameter] {
        let type = request.headers[.contentType].map { ContentType.essence($0).lowercased() }
        guard type == FormBody.mediaType, !request.body.isEmpty else { return [] }
        guard let text = String(validating: request.body, as: UTF8.self) else { throw Fault(.bodyUndecodable) }
        return try QueryParameters(form: text).pairs
    }
}
