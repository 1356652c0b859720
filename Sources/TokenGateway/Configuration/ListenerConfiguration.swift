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
    /// `nil`: no TLS.
    let tls: ServedCertificate.Files?
    let http2: Bool
    let metrics: (host: String, port: Int)?

    /// - Parameter port: of the listener for requests.
    init(_ reading: ConfigurationSources.Reading, port: Int) throws(ConfigurationProblems) {
        func refuse(_ setting: Setting, _ text: String) -> ConfigurationProblems {
            ConfigurationProblems(all: [.init(place: reading.source(of: setting), text: text)])
        }
        maxConnections = reading.number(.maxConnections) ?? 8192
        maxConnectionsPerAddress = reading.number(.maxConnectionsPerAddress) ?? 256
        trustedProxies = (reading.list(.trustedProxies) ?? []).flatMap(Setting.members)
        corsOrigins = (reading.list(.corsOrigins) ?? []).flatMap(Setting.members).compactMap(AllowedOrigins.canonical)
        switch (reading.text(.tlsCertificate), reading.text(.tlsKey)) {
        case (let certificate?, let key?): tls = .init(certificate: certificate, key: key)
        case (_?, nil): throw refuse(.tlsCertificate, "tls-certificate needs tls-key")
        case (nil, _?): throw refuse(.tlsKey, "tls-key needs tls-certificate")
        case (nil, nil): tls = nil
        }
        http2 = reading.text(.http2) == "enabled"
        if http2, tls == nil { throw refuse(.http2, "http2 needs tls-certificate: browsers and clients choose it within TLS") }
        metrics = reading.number(.metricsPort).map { (reading.text(.metricsHost) ?? "127.0.0.1", $0) }
        if let metrics, metrics.port == port { throw refuse(.metricsPort, "metrics-port must differ from port, which is \(port)") }
    }

    /// Those that are believed about addresses of clients.
    var proxies: TrustedProxies { TrustedProxies(trustedProxies.compactMap(AddressBlock.init)) }

    /// What an operator should know, although it is no reason to stop.
    var warnings: [String] {
        trustedProxies.filter { AddressBlock($0)?.isEverything == true }.map {
            "trusted-proxies has \($0): whoever connects can claim any address, and no limit by address holds"
        }
    }

    /// Reads the files; `nil` without TLS. A certificate that has expired is no way to start, although one that expires later goes on
    /// being served.
    func certificateForStart(now: Date = Date()) throws(CertificateProblem) -> ServedCertificate? {
        guard let tls else { return nil }
        let certificate = try ServedCertificate(tls, http2: http2)
        try certificate.assertCurrent(at: now, tls)
        return certificate
    }

    /// The contract's limits, with as many connections as settings and descriptors allow.
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

    /// The value in force as an operator would write it; `nil` for a setting that is not of this kind.
    func shown(_ setting: Setting) -> String? {
        switch setting.name {
        case Setting.maxConnections.name: "\(maxConnections)"
        case Setting.maxConnectionsPerAddress.name: "\(maxConnectionsPerAddress)"
        case Setting.trustedProxies.name: trustedProxies.isEmpty ? "none" : trustedProxies.joined(separator: ",")
        case Setting.corsOrigins.name: corsOrigins.isEmpty ? "none" : corsOrigins.joined(separator: ",")
        case Setting.tlsCertificate.name: tls?.certificate ?? "none"
        case Setting.tlsKey.name: tls?.key ?? "none"
        case Setting.http2.name: http2 ? "enabled" : "disabled"
        case Setting.metricsHost.name: metrics?.host ?? "127.0.0.1"
        case Setting.metricsPort.name: metrics.map { "\($0.port)" } ?? "none"
        default: nil
        }
    }
}
