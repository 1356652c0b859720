import ArgumentParser

/// The flags of ``ListenerConfiguration``.
struct ListenerOptions: ParsableArguments {
    @Option(.maxConnections) var maxConnections: String?
    @Option(.maxConnectionsPerAddress) var maxConnectionsPerAddress: String?
    @Option(.trustedProxies) var trustedProxies: String?
    @Option(.corsOrigins) var corsOrigins: String?
    @Option(.tlsCertificate) var tlsCertificate: String?
    @Option(.tlsKey) var tlsKey: String?
    @Option(.http2) var http2: String?
    @Option(.metricsHost) var metricsHost: String?
    @Option(.metricsPort) var metricsPort: String?

    var flags: [(setting: Setting, text: String)] {
        let given: [(Setting, String?)] = [
            (.maxConnections, maxConnections), (.maxConnectionsPerAddress, maxConnectionsPerAddress),
            (.trustedProxies, trustedProxies), (.corsOrigins, corsOrigins), (.tlsCertificate, tlsCertificate),
            (.tlsKey, tlsKey), (.http2, http2), (.metricsHost, metricsHost), (.metricsPort, metricsPort),
        ]
        return given.compactMap { setting, text in text.map { (setting, $0) } }
    }
}
