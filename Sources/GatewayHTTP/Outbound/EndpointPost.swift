import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ServiceModel
package import TokenCore

/// Begins exchanges over HTTP. Of the answer only the status is looked at.
package struct EndpointPost: IntegrationEndpoint {
    package init() {}

    package func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure) {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"]
        let form = start.fields.map { "\($0.name)=\(OAuthSignature.encoded($0.value.revealed))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: form))
        let status: Int
        do {
            status = try await OneShotClient.send(request, timeout: timeout, upTo: 0).status
        } catch {
            throw EndpointFailure(error.description)
        }
        guard (200..<300).contains(status) else { throw EndpointFailure("it answered \(status)") }
    }
}
