import GatewayHTTP
import TokenCore

// Settings of the listener beyond its address: how many connections, TLS, and where metrics are read.
extension Setting {
    static let maxConnections = Setting(
        "max-connections", .number(1...1_000_000, unit: ""), standard: "8192, or fewer where the system allows fewer open files",
        "Connections at once; further ones are closed.")
    static let maxConnectionsPerAddress = Setting(
        "max-connections-per-address", .number(1...1_000_000, unit: ""), standard: "256",
        "Connections at once from one address (IPv6: from one /64). Does not hold for trusted-proxies.")
    static let trustedProxies = Setting(
        "trusted-proxies", .list, standard: "none",
        "Addresses and CIDR blocks of proxies that are believed when Forwarded or X-Forwarded-For names the client. Each must set or remove both fields."
    ) { AddressBlock($0) == nil ? "trusted-proxies takes addresses and CIDR blocks such as 10.0.0.0/8, not \(quoted($0))" : nil }
    static let corsOrigins = Setting(
        "cors-origins", .list, standard: "none",
        "Origins such as https://shop.example whose pages may read answers of /rest, /oauth/introspect and /oauth/revoke."
    ) {
        AllowedOrigins.canonical($0) == nil
            ? "cors-origins takes origins such as https://shop.example, each in full and without a path, not \(quoted($0))" : nil
    }
    static let tlsCertificate = Setting(
        "tls-certificate", .text, standard: "none: no TLS",
        "PEM file with the server's certificate and what leads to its authority. A new file is taken up without a restart.",
        rule: file("tls-certificate"))
    static let tlsKey = Setting(
        "tls-key", .text, standard: "none", "PEM file with the private key of tls-certificate.", rule: file("tls-key"))
    static let http2 = Setting(
        "http2", .choice(["disabled", "enabled"]), standard: "disabled", "Whether clients may choose HTTP/2; only with TLS.")
    static let metricsHost = Setting(
        "metrics-host", .text, standard: "127.0.0.1", "Address to listen on for readers of metrics, when there is a metrics-port.",
        rule: host("metrics-host"))
    static let metricsPort = Setting(
        "metrics-port", .number(1...65535, unit: ""), standard: "none: no metrics",
        "Port of /metrics in the text form of Prometheus. Whoever reaches it may read.")

    static let listener: [Setting] = [
        maxConnections, maxConnectionsPerAddress, trustedProxies, corsOrigins, tlsCertificate, tlsKey, http2, metricsHost, metricsPort,
    ]

    private static func file(_ name: String) -> @Sendable (String) -> String? {
        { $0.utf8.contains(0) ? "\(name) takes the path of a file" : nil }
    }

    /// What a setting that is listened on must be.
    static func host(_ name: String) -> @Sendable (String) -> String? {
        { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x2F } ? nil : "\(name) takes an address or a host name" }
    }
}
