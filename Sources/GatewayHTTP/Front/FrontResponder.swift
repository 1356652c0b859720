import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceModel

/// What Hummingbird tells about a connection.
struct ConnectionContext: InitializableFromSource, Sendable {
    let address: String
    /// The request came on a stream of HTTP/2.
    let isHTTP2: Bool

    init(source: ApplicationRequestContextSource) {
        // The parent of a stream is a connection, that of a connection the listener.
        isHTTP2 = source.channel.parent?.parent != nil
        address = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }
}

/// The border to Hummingbird: its request becomes ours, our answer becomes its own; one log line each.
struct FrontResponder: HTTPResponder {
    let front: LateFront
    let record: RequestRecord
    let bodyLimit: Int

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let start = ContinuousClock.now
        let body = try await collect(request)
        let origin = Origin(address: context.address, requestID: RequestID.of(request.headers))
        let incoming = GatewayRequest(
            method: request.method.rawValue, target: request.head.path ?? "", authority: request.head.authority, headers: request.headers,
            body: body, origin: origin)
        guard let front = front.current else { throw HTTPError(.serviceUnavailable) }
        let answer = await front.answer(incoming)
        record.write(incoming, answer, isHTTP2: context.isHTTP2, took: .now - start)
        return Self.response(answer, isHead: incoming.isHead)
    }

    /// The guard has bounded the body. A body that ends early throws, and nothing is carried out.
    private func collect(_ request: Request) async throws -> [UInt8] {
        guard request.headers[.contentLength] != "0",
            request.headers.contains(.contentLength) || request.headers.contains(.transferEncoding)
        else { return [] }
        let buffer = try await request.body.collect(upTo: bodyLimit)
        // A connection that is cancelled at shutdown looks like one whose body has ended.
        try Task.checkCancellation()
        if let announced = request.headers[.contentLength], Int(announced) != buffer.readableBytes { throw IncompleteRequest() }
        return Array(buffer.readableBytesView)
    }

    private static func response(_ answer: GatewayResponse, isHead: Bool) -> Response {
        var headers = answer.headers
        if answer.status != 204, answer.status != 304 { headers[.contentLength] = String(answer.body.count) }
        let body = isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        return Response(status: .init(code: answer.status), headers: headers, body: body)
    }
}

/// Names a request in log, audit and answer.
enum RequestID {
    /// The client's own id if it is a short plain word, else a new one.
    static func of(_ headers: HTTPFields) -> String { of(headers[.requestID]) }

    static func of(_ sent: String?) -> String {
        if let sent, (1...64).contains(sent.utf8.count), sent.utf8.allSatisfy(isPlain) { return sent }
        var number = UInt64.random(in: .min ... .max)
        return String(unsafeUninitializedCapacity: 16) { digits in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: number & 15)
                digits[index] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
                number >>= 4
            }
            return 16
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
