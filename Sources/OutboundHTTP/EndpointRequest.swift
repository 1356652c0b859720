package import HTTPExchange
import ServiceModel
package import TokenCore

/// Posts the credentials of an integration to its endpoint (contract: `integrations.md` §2). Only the status of the response is read.
package struct EndpointRequest: IntegrationEndpoint {
    private let client: HTTPClient

    package init(_ client: HTTPClient = .gateway) {
        self.client = client
    }

    package func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure) {
        let form = start.fields.map { "\($0.name)=\(PercentEncoding.encode($0.value.revealed))" }.joined(separator: "&")
        let request = HTTPRequest(
            url: url, headers: [("Content-Type", Secret("application/x-www-form-urlencoded"))], body: .bytes(Secret(form)),
            timeout: timeout)
        let status: Int
        do {
            status = try await client.send(request).status
        } catch {
            throw EndpointFailure(error.description)
        }
        guard (200..<300).contains(status) else { throw EndpointFailure("it answered \(status)") }
    }
}
