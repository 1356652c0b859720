import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ServiceModel
package import TokenCore

/// Reaches the services behind providers of second factors. Redirects are not followed: a signed request is for one host alone.
package struct ProviderClient: ProviderTransport {
    /// Bytes of an answer.
    private static let bound = 64 * 1024

    package init() {}

    package func send(_ request: ProviderRequest) async throws(TransportFailure) -> ProviderResponse {
        let (status, body) = try await OneShotClient.send(Self.outgoing(request), timeout: request.timeout, upTo: Self.bound)
        do {
            return ProviderResponse(status: status, json: try JSONReader.read(body))
        } catch {
            throw TransportFailure("it answered \(status) without JSON")
        }
    }

    private static func outgoing(_ request: ProviderRequest) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value.revealed) }
        if request.method == .post { outgoing.body = .bytes(request.body.withBytes { ByteBuffer(bytes: $0) }) }
        return outgoing
    }
}
