import NIOCore

/// A whole answer as it goes over the wire, on its way out past the encoder: `RequestGuard` counts it as the answer to the request
/// under way, `HeadWatch` sends it. Only for requests after which the connection stays.
struct WireAnswer: Sendable {
    let bytes: ByteBuffer
}
