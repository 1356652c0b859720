import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TokenCore

/// One client for one call: what is reached from here is reached now and then, nothing stays open behind a call, and one service that
/// hangs holds up no other.
enum OneShotClient {
    /// Sends a request and reads the answer. Redirects are not followed, certificates are checked, a connection is tried once.
    /// - Parameters:
    ///   - timeout: of the whole exchange.
    ///   - bound: bytes of an answer; 0 does not read it.
    static func send(
        _ request: HTTPClientRequest, timeout: Duration, upTo bound: Int
    ) async throws(TransportFailure) -> (status: Int, body: [UInt8]) {
        let limit = TimeAmount(timeout)
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, timeout: .init(connect: limit, read: limit))
        configuration.httpVersion = .http1Only
        // A refused connection is an answer; the library would try again until the time is over.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome = await outcome(of: client, request, NIODeadline.now() + limit, bound)
        try? await client.shutdown()
        return try outcome.get()
    }

    private static func outcome(
        of client: HTTPClient, _ request: HTTPClientRequest, _ deadline: NIODeadline, _ bound: Int
    ) async -> Result<(status: Int, body: [UInt8]), TransportFailure> {
        do {
            let response = try await client.execute(request, deadline: deadline)
            let body = bound == 0 ? ByteBuffer() : try await response.body.collect(upTo: bound)
            return .success((Int(response.status.code), Array(body.readableBytesView)))
        } catch let error as HTTPClientError {
            let isLate = [.deadlineExceeded, .readTimeout, .connectTimeout].contains(error)
            return .failure(TransportFailure(error.shortDescription, isLate: isLate))
        } catch {
            // Descriptions of NIO's errors name addresses and codes, never what was sent.
            return .failure(TransportFailure("\(error)"))
        }
    }
}
