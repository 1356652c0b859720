import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ServiceModel
package import TokenCore

/// Begins exchanges over HTTP. Redirects are not followed, certificates are checked, and of the answer only the status is looked at.
package struct EndpointPost: IntegrationEndpoint {
    package init() {}

    package func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure) {
        let limit = TimeAmount(timeout)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: limit, read: limit))
        configuration.httpVersion = .http1Only
        // One client for one call: operators begin an exchange now and then, and nothing stays open behind it.
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome = await Self.status(of: client, start, url, limit)
        try? await client.shutdown()
        switch outcome {
        case .success(let status): guard (200..<300).contains(status) else { throw EndpointFailure("it answered \(status)") }
        case .failure(let failure): throw failure
        }
    }

    private static func status(
        of client: HTTPClient, _ start: ExchangeStart, _ url: String, _ limit: TimeAmount
    ) async -> Result<Int, EndpointFailure> {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"]
        let form = start.fields.map { "\($0.name)=\(OAuthSignature.encoded($0.value.revealed))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: form))
        do {
            return .success(Int(try await client.execute(request, timeout: limit).status.code))
        } catch let error as HTTPClientError {
            return .failure(EndpointFailure(error.shortDescription))
        } catch {
            // Descriptions of NIO's errors name addresses and codes, never what was sent.
            return .failure(EndpointFailure("\(error)"))
        }
    }
}
