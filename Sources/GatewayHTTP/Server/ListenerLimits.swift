package import NIOCore

/// The limits of a listener (contract: `rest.md` §14). Sizes are bytes.
package struct ListenerLimits: Sendable {
    package var requestLine = 8 * 1024
    package var headerBytes = 16 * 1024
    package var headerFields = 100
    package var body = 64 * 1024
    /// The head of a token check, request line included: proxies forward the head that they received.
    package var forwardedHeadBytes = 64 * 1024
    package var forwardedHeadFields = 200
    /// From the first byte of a head to its last.
    package var headerTime = TimeAmount.seconds(10)
    /// From the end of the head to the end of the body.
    package var bodyTime = TimeAmount.seconds(15)
    /// From the end of the request to the end of the response, including the time the client takes to read it.
    package var responseTime = TimeAmount.seconds(30)
    /// Between two requests.
    package var keepAlive = TimeAmount.seconds(60)
    /// How long a closing connection keeps reading what the client still sends.
    package var linger = TimeAmount.seconds(1)
    /// How long a server that shuts down waits on an idle connection for a request that is already on its way.
    package var quiesceGracePeriod = TimeAmount.milliseconds(250)
    /// Concurrent connections.
    package var connections = 8192
    /// Concurrent connections from one address (IPv6: one /64).
    package var connectionsPerAddress = 256
    /// Concurrent requests on one HTTP/2 connection.
    package var streams = 32
    /// The accepted hosts, with or without port; any host if empty.
    package var hosts: [String] = []

    package init() {}

    /// ``responseTime`` in whole seconds.
    package var responseSeconds: Int { Int(responseTime.nanoseconds / 1_000_000_000) }
}
