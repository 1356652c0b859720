import GatewayHTTP
import Logging
import ServiceModel
import TokenCore

/// Every setting of the program. A property is the declaration; ``all`` finds the properties by reflection, as the parser of arguments
/// finds its options, so that there is no second list.
struct ProgramSettings: ProgramSettingGroup {
    let host: ProgramSetting<String> = .text(
        "host", "address", default: "127.0.0.1", "Address to listen on; 0.0.0.0 or :: for every interface.", parse: ListenerSettings.host)
    let port: ProgramSetting<Int> = .integer("port", in: 0...65535, "0 picks a free one", default: 8080, "Port to listen on.")
    let baseURL: ProgramSetting<String?> = .optional(
        "base-url", "url", absent: "http://HOST:PORT",
        "The URL that clients use, with the path if a proxy adds one; https by default with tls-certificate. It is in WSDL and API documents; request headers never are.",
        parse: { text throws(InvalidValue) in
            guard let url = BaseURL.canonical(text) else {
                throw InvalidValue("takes an absolute http or https URL without user, query and fragment")
            }
            return url
        },
        defaultValue: { resolved in
            guard resolved[\.port] > 0 else { return nil }
            return BaseURL.of(
                host: resolved[\.host], port: resolved[\.port], isSecure: resolved[\.listener.tlsCertificate] != nil)
        })
    let allowedHosts: ProgramSetting<[String]> = .list(
        "allowed-hosts", empty: "any", "Values of the Host field to serve, with or without port; others get 421.",
        parse: { text throws(InvalidValue) in
            guard BaseURL.isAuthority(text) else {
                throw InvalidValue("takes host names, with or without port, not \(InvalidValue.quoted(text))")
            }
            return text.lowercased()
        })
    let database: ProgramSetting<String> = .text(
        "database", default: "token-gateway.sqlite", note: " in the current folder",
        "SQLite file, created and migrated on first use.", parse: ProgramSetting<String>.filePath)
    let keyFile: ProgramSetting<String> = .text(
        "key-file", computed: "the database's path with .key",
        "File with the keys that seal secrets in the database, made at the first start. \(KeyLocation.variable) with a key wins over it.",
        parse: ProgramSetting<String>.filePath
    ) { $0[\.database] + ".key" }
    let busyTimeout: ProgramSetting<Int> = .integer(
        "busy-timeout", in: 0...ListenerLimits().responseSeconds, "seconds", default: 5,
        "How long to wait for other processes that use the database; no longer than a response may take.")
    let hashMemory: ProgramSetting<Int> = .integer(
        "hash-memory", in: Argon2idHasher.Cost.memoryRange, "KiB", default: Argon2idHasher.Cost.standard.memory,
        "Argon2id: memory of one hash.")
    let hashPasses: ProgramSetting<Int> = .integer(
        "hash-passes", in: Argon2idHasher.Cost.passesRange, default: Argon2idHasher.Cost.standard.passes,
        "Argon2id: passes over that memory.")
    let hashConcurrency: ProgramSetting<Int> = .integer(
        "hash-concurrency", in: 1...1024, computed: "one for each core, if memory allows",
        "Passwords hashed at once. Together they may take a quarter of the memory at most."
    ) { max(1, min($0.machine.cores, $0.machine.hashingMemory / $0[\.hashMemory])) }
    let hashWaiting: ProgramSetting<Int> = .integer(
        "hash-waiting", in: 0...10000, computed: "as many as are hashed in about two seconds",
        "Sign-ins that may wait for hashing; further ones get 503 at once."
    ) {
        // A pass over a KiB takes about half a microsecond, so this many wait for about two seconds.
        min(10000, $0[\.hashConcurrency] * max(1, 4_000_000 / ($0[\.hashMemory] * $0[\.hashPasses])))
    }
    let logLevel: ProgramSetting<Logger.Level> = .choice("log-level", default: .info, isReloadable: true, "Least level to log.")
    let logFormat: ProgramSetting<LogFormat> = .choice(
        "log-format", default: .auto,
        "Form of the log on standard error; auto is text on a terminal and JSON lines elsewhere.")
    let messages: ProgramSetting<String?> = .optional(
        "messages", absent: "the built-in texts", "CSV file that replaces texts which clients see: \"id\",\"text\".",
        parse: ProgramSetting<String>.filePath)
    let drain: ProgramSetting<Int> = .integer(
        "drain", in: 0...300, "seconds", default: 25, "How long requests in progress may take after the server is asked to stop.")
    let listener: ListenerSettings = .init()
    let mail: MailSettings = .init()
    let providers: ProviderSettings = .init()
}

extension ProgramSettings {
    static let declared = ProgramSettings()

    /// In the order of listings.
    static let all = declared.settings

    static func named(_ name: String) -> (any ProgramSettingDeclaration)? {
        all.first { $0.name.utf8Equals(name) }
    }

    static let environmentPrefix = "TOKEN_GATEWAY_"

    static func environmentName(_ name: String) -> String {
        environmentPrefix + name.uppercased().replacing("-", with: "_")
    }

    /// The configuration library derives the same environment name from it.
    static func path(_ name: String) -> [String] { ["token-gateway", name] }
}

/// Settings that belong together, as properties of a type.
protocol ProgramSettingGroup: Sendable {
    /// In the order of listings.
    var settings: [any ProgramSettingDeclaration] { get }
}

extension ProgramSettingGroup {
    /// The declarations among the properties, those of nested groups included, in order.
    var settings: [any ProgramSettingDeclaration] {
        Mirror(reflecting: self).children.flatMap { child -> [any ProgramSettingDeclaration] in
            switch child.value {
            case let setting as any ProgramSettingDeclaration: [setting]
            case let group as any ProgramSettingGroup: group.settings
            default: []
            }
        }
    }
}

/// Where the services behind providers of second factors are: a setting for each provider that declares one.
struct ProviderSettings: ProgramSettingGroup {
    private let declared: [(provider: String, setting: ProgramSetting<String?>)] =
        ProviderRegistry.standard.descriptors.compactMap { provider in
            guard let service = provider.service else { return nil }
            let setting = ProgramSetting<String?>.optional(
                service.settingName, "url", absent: service.defaultURL, service.help, parse: Self.serviceURL)
            return (provider.code, setting)
        }

    var settings: [any ProgramSettingDeclaration] { declared.map(\.setting) }

    /// The URLs that are set, by the code of the provider.
    func urls(in configuration: ResolvedConfiguration) -> [String: String] {
        var urls: [String: String] = [:]
        for (provider, setting) in declared { urls[provider] = setting.value(in: configuration) }
        return urls
    }

    /// Without trailing slash.
    private static func serviceURL(_ text: String) throws(InvalidValue) -> String {
        if let problem = ApplicationURL.problem(text) ?? (text.contains("?") ? "must not have a query" : nil) {
            throw InvalidValue(problem)
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
