import Foundation
import GatewayHTTP
import Logging
import TokenCore

/// Connections, TLS and metrics of the listener, checked.
struct ListenerConfiguration: Sendable {
    let maxConnections: Int
    let maxConnectionsPerAddress: Int
    /// Addresses and CIDR blocks.
    let trustedProxies: [String]
    /// Canonical.
    let corsOrigins: [String]
    /// `nil` without TLS.
    let tls: ServedCertificate.Files?
    let http2: Bool
    let metrics: (host: String, port: Int)?

    init(_ resolved: ResolvedConfiguration) throws(ConfigurationProblems) {
        maxConnections = resolved[\.listener.maxConnections]
        maxConnectionsPerAddress = resolved[\.listener.maxConnectionsPerAddress]
        trustedProxies = resolved[\.listener.trustedProxies]
        corsOrigins = resolved[\.listener.corsOrigins]
        switch (resolved[\.listener.tlsCertificate], resolved[\.listener.tlsKey]) {
        case (let certificate?, let key?): tls = .init(certificate: certificate, key: key)
        case (_?, nil): throw resolved.problem(with: \.listener.tlsCertificate, "tls-certificate needs tls-key")
        case (nil, _?): throw resolved.problem(with: \.listener.tlsKey, "tls-key needs tls-certificate")
        case (nil, nil): tls = nil
        }
        http2 = resolved[\.listener.http2] == .enabled
        if http2, tls == nil {
            throw resolved.problem(with: \.listener.http2, "http2 needs tls-certificate: browsers and clients choose it within TLS")
        }
        metrics = resolved[\.listener.metricsPort].map { (resolved[\.listener.metricsHost], $0) }
        if let metrics, metrics.port == resolved[\.port] {
            throw resolved.problem(with: \.listener.metricsPort, "metrics-port must differ from port, which is \(metrics.port)")
        }
    }

    /// Proxies whose forwarded addresses are trusted.
    var proxies: TrustedProxies { TrustedProxies(trustedProxies.compactMap(AddressBlock.init)) }

    /// Notes for an operator that do not prevent a start.
    var warnings: [String] {
        trustedProxies.filter { AddressBlock($0)?.isEverything == true }.map {
            "trusted-proxies has \($0): every client can claim any address, and no limit by address is effective"
        }
    }

    /// Reads the files; `nil` without TLS. Throws for an expired certificate; one that expires later continues to be served.
    func certificateForStart(now: Date = Date()) throws(CertificateProblem) -> ServedCertificate? {
        guard let tls else { return nil }
        let certificate = try ServedCertificate(tls, http2: http2)
        try certificate.assertCurrent(at: now, tls)
        return certificate
    }

    /// The limits of the contract, with as many connections as settings and descriptors allow.
    func limits(descriptors: Int, _ logger: Logger) -> ListenerLimits {
        var limits = ListenerLimits()
        limits.connections = min(maxConnections, DescriptorLimit.connections(below: descriptors))
        limits.connectionsPerAddress = maxConnectionsPerAddress
        if limits.connections < maxConnections {
            logger.warning(
                "fewer connections than max-connections: the system allows too few open files",
                metadata: ["connections": "\(limits.connections)", "files": "\(descriptors)"])
        }
        return limits
    }
}
