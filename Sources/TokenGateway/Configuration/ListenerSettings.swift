import GatewayHTTP
import TokenCore

/// Settings of the listener besides its address: connections, proxies, TLS and metrics.
struct ListenerSettings: ProgramSettingGroup {
    let maxConnections: ProgramSetting<Int> = .integer(
        "max-connections", in: 1...1_000_000, default: 8192, note: ", or fewer where the system allows fewer open files",
        "Connections at once; further ones are closed.")
    let maxConnectionsPerAddress: ProgramSetting<Int> = .integer(
        "max-connections-per-address", in: 1...1_000_000, default: 256,
        "Connections at once from one address (IPv6: from one /64). Does not hold for trusted-proxies.")
    let trustedProxies: ProgramSetting<[String]> = .list(
        "trusted-proxies", empty: "none",
        "Addresses and CIDR blocks of proxies that are believed when Forwarded or X-Forwarded-For names the client. Each must set or remove both fields.",
        parse: { text throws(InvalidValue) in
            guard AddressBlock(text) != nil else {
                throw InvalidValue("takes addresses and CIDR blocks such as 10.0.0.0/8, not \(InvalidValue.quoted(text))")
            }
            return text
        })
    let corsOrigins: ProgramSetting<[String]> = .list(
        "cors-origins", empty: "none",
        "Origins such as https://shop.example whose pages may read responses of /rest, /oauth/introspect and /oauth/revoke.",
        parse: { text throws(InvalidValue) in
            guard let origin = AllowedOrigins.canonical(text) else {
                let quoted = InvalidValue.quoted(text)
                throw InvalidValue("takes origins such as https://shop.example, each in full and without a path, not \(quoted)")
            }
            return origin
        })
    let tlsCertificate: ProgramSetting<String?> = .optional(
        "tls-certificate", absent: "none", note: ": no TLS",
        "PEM file with the server's certificate and the chain to its authority. A new file is used without a restart.",
        parse: ProgramSetting<String>.filePath)
    let tlsKey: ProgramSetting<String?> = .optional(
        "tls-key", absent: "none", "PEM file with the private key of tls-certificate.", parse: ProgramSetting<String>.filePath)
    let http2: ProgramSetting<Availability> = .choice("http2", default: .disabled, "Whether clients may choose HTTP/2; only with TLS.")
    let metricsHost: ProgramSetting<String> = .text(
        "metrics-host", "address", default: "127.0.0.1", "Address to listen on for readers of metrics, when there is a metrics-port.",
        parse: host)
    let metricsPort: ProgramSetting<Int?> = .optional(
        "metrics-port", in: 1...65535, absent: "none", note: ": no metrics",
        "Port of /metrics in the text format of Prometheus. Every client that reaches it may read.")

    enum Availability: String, CaseIterable, Sendable {
        case disabled
        case enabled
    }

    /// An address or a name to listen on.
    static func host(_ text: String) throws(InvalidValue) -> String {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x2F }) else {
            throw InvalidValue("takes an address or a host name")
        }
        return text
    }
}
