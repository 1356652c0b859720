import Foundation
import GatewayHTTP
import Logging
import ServiceModel
import TokenCore

// Every setting, declared once.
extension Setting {
    static let host = Setting(
        "host", .text, standard: "127.0.0.1", "Address to listen on; 0.0.0.0 or :: for every interface.", rule: host("host"))
    static let port = Setting("port", .number(0...65535, unit: "0 picks a free one"), standard: "8080", "Port to listen on.")
    static let baseURL = Setting(
        "base-url", .text, standard: "http://HOST:PORT",
        "The URL that clients use, with the path if a proxy adds one; https by default with tls-certificate. It is in WSDL and API documents; request headers never are."
    ) { BaseURL.canonical($0) == nil ? "base-url takes an absolute http or https URL without user, query and fragment" : nil }
    static let allowedHosts = Setting(
        "allowed-hosts", .list, standard: "any", "Values of the Host field to serve, with or without port; others get 421."
    ) { BaseURL.isAuthority($0) ? nil : "allowed-hosts takes host names, with or without port, not \(quoted($0))" }
    static let database = Setting(
        "database", .text, standard: "token-gateway.sqlite in the current folder",
        "SQLite file, created and migrated on first use."
    ) { $0.utf8.contains(0) ? "database takes the path of a file" : nil }
    static let keyFile = Setting(
        "key-file", .text, standard: "the database's path with .key",
        "File with the keys that seal secrets in the database, made at the first start. \(KeyLocation.variable) with a key wins over it."
    ) { $0.utf8.contains(0) ? "key-file takes the path of a file" : nil }
    static let busyTimeout = Setting(
        "busy-timeout", .number(0...ListenerLimits().responseSeconds, unit: "seconds"), standard: "5",
        "How long to wait for other processes that use the database; no longer than an answer may take.")
    static let hashMemory = Setting(
        "hash-memory", .number(Argon2idHasher.Cost.memoryRange, unit: "KiB"), standard: "19456", "Argon2id: memory of one hash.")
    static let hashPasses = Setting(
        "hash-passes", .number(Argon2idHasher.Cost.passesRange, unit: ""), standard: "2", "Argon2id: passes over that memory.")
    static let hashConcurrency = Setting(
        "hash-concurrency", .number(1...1024, unit: ""), standard: "one for each core, if memory allows",
        "Passwords hashed at once. Together they may take a quarter of the memory at most.")
    static let hashWaiting = Setting(
        "hash-waiting", .number(0...10000, unit: ""), standard: "as many as are hashed in about two seconds",
        "Sign-ins that may wait for hashing; further ones get 503 at once.")
    static let logLevel = Setting("log-level", .choice(Logger.Level.allCases.map(\.rawValue)), standard: "info", "Least level to log.")
    static let logFormat = Setting(
        "log-format", .choice(LogFormat.allCases.map(\.rawValue)), standard: "auto",
        "Form of the log on standard error; auto is text on a terminal and JSON lines elsewhere.")
    static let messages = Setting(
        "messages", .text, standard: "the built-in texts", "CSV file that replaces texts which clients see: \"id\",\"text\".")
    static let drain = Setting(
        "drain", .number(0...300, unit: "seconds"), standard: "25", "How long requests under way may take when the server is told to stop.")

    static let all: [Setting] =
        [
            host, port, baseURL, allowedHosts, database, keyFile, busyTimeout, hashMemory, hashPasses, hashConcurrency, hashWaiting,
            logLevel,
            logFormat, messages, drain,
        ] + listener + mail + providers

    static func named(_ name: String) -> Setting? {
        all.first { $0.name.utf8Equals(name) }
    }
}

/// The public base URL and what belongs to its form.
enum BaseURL {
    /// As documents have it: without trailing slashes; `nil` when it is no such URL.
    static func canonical(_ text: String) -> String? {
        guard let address = ServiceAddress(text), isAuthority(address.authority), URLComponents(string: address.base)?.host != nil else {
            return nil
        }
        return address.base
    }

    /// The base URL of a listener.
    static func of(host: String, port: Int, isSecure: Bool = false) -> String {
        "http\(isSecure ? "s" : "")://\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(port)"
    }

    /// A host name or address, IPv6 in brackets, with a port or without (RFC 3986 §3.2).
    static func isAuthority(_ text: String) -> Bool {
        let plain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || "-._:[]".utf8.contains($0) }
        guard plain, let url = URLComponents(string: "http://\(text)"), let host = url.host, !host.isEmpty, url.path.isEmpty else {
            return false
        }
        let rest = text.dropFirst(host.count)
        return rest.isEmpty || (rest.first == ":" && url.port.map { (1...65535).contains($0) } ?? false)
    }
}
