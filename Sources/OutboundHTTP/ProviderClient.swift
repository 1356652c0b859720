package import HTTPExchange
import ServiceModel
package import TokenCore

/// Sends requests to the services of second-factor providers. Redirects are not followed, because a signed request is for one host.
package struct ProviderClient: ProviderTransport {
    /// The size limit of a response in bytes.
    private static let largestBody = 64 * 1024

    private let client: HTTPClient

    package init(_ client: HTTPClient = .gateway) {
        self.client = client
    }

    package func send(_ request: ProviderRequest) async throws(TransportFailure) -> ProviderResponse {
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await client.send(
                HTTPRequest(
                    url: request.url, headers: request.headers, body: request.method == .post ? .bytes(request.body) : .none,
                    timeout: request.timeout, largestBody: Self.largestBody))
        } catch {
            throw TransportFailure(error.description, isLate: error.isLate)
        }
        do {
            return ProviderResponse(status: response.status, json: try JSONReader.read(response.body))
        } catch {
            throw TransportFailure("it answered \(response.status) without JSON")
        }
    }
}
