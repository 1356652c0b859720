import Logging
import TokenCore

/// The program's settings in force, checked.
struct GatewayConfiguration: Sendable {
    let host: String
    /// 0 lets the system choose a free one.
    let port: Int
    /// Canonical; `nil` means the URL of the listener, see ``baseURL(listeningOn:)``.
    let configuredBaseURL: String?
    /// Empty means any.
    let allowedHosts: [String]
    /// Path of the SQLite file.
    let database: String
    let keys: KeyLocation
    let busyTimeout: Duration
    let hashCost: Argon2idHasher.Cost
    let hashLimits: PasswordHashingLimiter.Limits
    let logLevel: Logger.Level
    let logFormat: LogFormat
    /// Path of the CSV file.
    let messages: String?
    let drain: Duration
    let listener: ListenerConfiguration
    let mail: MailConfiguration
    /// URLs that replace those of the services behind providers of second factors, by the code of the provider.
    let providerURLs: [String: String]

    /// Throws everything that is wrong in the sources, and settings that contradict each other.
    init(_ resolved: ResolvedConfiguration) throws(ConfigurationProblems) {
        guard resolved.problems.isEmpty else { throw ConfigurationProblems(all: resolved.problems) }
        host = resolved[\.host]
        port = resolved[\.port]
        configuredBaseURL = resolved.isSet(\.baseURL) ? resolved[\.baseURL] : nil
        allowedHosts = resolved[\.allowedHosts]
        database = resolved[\.database]
        guard !["postgres://", "postgresql://"].contains(where: database.lowercased().hasPrefix) else {
            throw resolved.problem(with: \.database, "this build has no PostgreSQL driver yet; pass the path of a SQLite file")
        }
        keys = resolved.sealingKeys.map(KeyLocation.environment) ?? .file(KeyFile(path: resolved[\.keyFile]))
        busyTimeout = .seconds(resolved[\.busyTimeout])
        logLevel = resolved[\.logLevel]
        logFormat = resolved[\.logFormat]
        messages = resolved[\.messages]
        drain = .seconds(resolved[\.drain])
        listener = try ListenerConfiguration(resolved)
        mail = try MailConfiguration(resolved)
        providerURLs = ProgramSettings.declared.providers.urls(in: resolved)
        hashCost = Argon2idHasher.Cost(memory: resolved[\.hashMemory], passes: resolved[\.hashPasses]) ?? .standard
        hashLimits = try Self.hashLimits(resolved)
    }

    /// All sources at once.
    init(_ sources: ConfigurationSources, on machine: HostResources) throws(ConfigurationProblems) {
        try self.init(sources.resolve(on: machine))
    }

    /// The public base URL.
    /// - Parameter port: the port that the listener is bound to.
    func baseURL(listeningOn port: Int) -> String {
        configuredBaseURL ?? address(listeningOn: port)
    }

    /// The URL of the listener itself.
    func address(listeningOn port: Int) -> String {
        BaseURL.of(host: host, port: port, isSecure: listener.tls != nil)
    }

    /// Notes for an operator that do not prevent a start.
    var warnings: [String] {
        guard configuredBaseURL == nil, ["0.0.0.0", "::", "[::]"].contains(host) else { return listener.warnings }
        return listener.warnings + [
            "documents will name \(BaseURL.of(host: host, port: port, isSecure: listener.tls != nil)): set base-url to the URL that clients use"
        ]
    }

    /// Hashing may take a quarter of the memory: with more, the machine would swap or kill (security.md §9).
    private static func hashLimits(_ resolved: ResolvedConfiguration) throws(ConfigurationProblems) -> PasswordHashingLimiter.Limits {
        let memory = resolved[\.hashMemory]
        let concurrent = resolved[\.hashConcurrency]
        let available = resolved.machine.hashingMemory
        guard concurrent <= available / memory else {
            let text =
                "\(concurrent) hashes of \(memory) KiB at once are more than a quarter of the memory, "
                + "which is \(available) KiB; lower hash-concurrency or hash-memory"
            throw resolved.isSet(\.hashConcurrency)
                ? resolved.problem(with: \.hashConcurrency, text) : resolved.problem(with: \.hashMemory, text)
        }
        return PasswordHashingLimiter.Limits(concurrent: concurrent, waiting: resolved[\.hashWaiting])
    }
}
