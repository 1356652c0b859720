package import NIOCore

/// What the listener accepts (contract: `rest.md` §14).
package struct ListenerLimits: Sendable {
    package var requestLine = 8 * 1024
    package var headerBytes = 16 * 1024
    package var headerFields = 100
    package var body = 64 * 1024
    /// Of a request that is answered from its head alone, request line included: proxies pass on what they took in themselves.
    package var forwardedHeadBytes = 64 * 1024
    package var forwardedHeadFields = 200
    /// From the first byte of a head to its last.
    package var headerTime = TimeAmount.seconds(10)
    /// From the end of the head to the end of the body.
    package var bodyTime = TimeAmount.seconds(15)
    /// From the end of the request to the end of the answer, a client that does not read included.
    package var responseTime = TimeAmount.seconds(30)
    /// Between two requests.
    package var keepAlive = TimeAmount.seconds(60)
    /// How long a connection that is being closed may take in what the client still sends.
    package var linger = TimeAmount.seconds(1)
    /// How long a server that is told to stop waits on a quiet connection for a request that is on its way already.
    package var quiesceGracePeriod = TimeAmount.milliseconds(250)
    /// At once, in all.
    package var connections = 8192
    /// At once, from one address (IPv6: from one /64).
    package var connectionsPerAddress = 256
    /// Requests at once on one connection of HTTP/2.
    package var streams = 32
    /// Names the gateway answers to, with or without port; empty: any.
    package var hosts: [String] = []

    package init() {}

    /// ``responseTime`` in whole seconds.
    package var responseSeconds: Int { Int(responseTime.nanoseconds / 1_000_000_000) }
}
