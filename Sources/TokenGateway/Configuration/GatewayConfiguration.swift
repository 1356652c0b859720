import Logging
import TokenCore

/// The settings in force, checked.
struct GatewayConfiguration: Sendable {
    let host: String
    /// 0 picks a free one.
    let port: Int
    /// Canonical; `nil`: that of the listener, see ``baseURL(listeningOn:)``.
    let configuredBaseURL: String?
    /// Empty: any.
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
    /// Without trailing slash; `nil`: Duo itself.
    let duoURL: String?
    /// Without trailing slash.
    let authyURL: String

    static let standardDatabase = "token-gateway.sqlite"

    /// Throws everything that is wrong in the sources, and settings that do not go together.
    init(_ reading: ConfigurationSources.Reading, on machine: HostResources) throws(ConfigurationProblems) {
        guard reading.problems.isEmpty else { throw ConfigurationProblems(all: reading.problems) }
        host = reading.text(.host) ?? "127.0.0.1"
        port = reading.number(.port) ?? 8080
        configuredBaseURL = reading.text(.baseURL).flatMap(BaseURL.canonical)
        allowedHosts = (reading.list(.allowedHosts) ?? []).flatMap(Setting.members).map { $0.lowercased() }
        database = try Self.database(reading)
        keys = reading.sealingKeys.map(KeyLocation.environment) ?? .file(KeyFile(path: reading.text(.keyFile) ?? database + ".key"))
        busyTimeout = .seconds(reading.number(.busyTimeout) ?? 5)
        logLevel = reading.text(.logLevel).flatMap { Logger.Level(rawValue: $0) } ?? .info
        logFormat = reading.text(.logFormat).flatMap { LogFormat(rawValue: $0) } ?? .auto
        messages = reading.text(.messages)
        drain = .seconds(reading.number(.drain) ?? 25)
        listener = try ListenerConfiguration(reading, port: port)
        mail = try MailConfiguration(reading, database: database)
        duoURL = reading.text(.duoURL).map(Self.withoutSlash)
        authyURL = reading.text(.authyURL).map(Self.withoutSlash) ?? ProviderServices.authy
        let memory = reading.number(.hashMemory) ?? Argon2idHasher.Cost.standard.memory
        let passes = reading.number(.hashPasses) ?? Argon2idHasher.Cost.standard.passes
        hashCost = Argon2idHasher.Cost(memory: memory, passes: passes) ?? .standard
        hashLimits = try Self.hashLimits(reading, memory: memory, passes: passes, on: machine)
    }

    /// All sources at once.
    init(_ sources: ConfigurationSources, on machine: HostResources) throws(ConfigurationProblems) {
        try self.init(sources.read(), on: machine)
    }

    /// The public base URL.
    /// - Parameter port: the one that the listener got.
    func baseURL(listeningOn port: Int) -> String {
        configuredBaseURL ?? address(listeningOn: port)
    }

    /// The URL of the listener itself.
    func address(listeningOn port: Int) -> String {
        BaseURL.of(host: host, port: port, isSecure: listener.tls != nil)
    }

    /// What an operator should know, although it is no reason to stop.
    var warnings: [String] {
        guard configuredBaseURL == nil, ["0.0.0.0", "::", "[::]"].contains(host) else { return listener.warnings }
        return listener.warnings + [
            "documents will name \(BaseURL.of(host: host, port: port, isSecure: listener.tls != nil)): set base-url to the URL that clients use"
        ]
    }

    private static func withoutSlash(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    private static func database(_ reading: ConfigurationSources.Reading) throws(ConfigurationProblems) -> String {
        let path = reading.text(.database) ?? standardDatabase
        guard !["postgres://", "postgresql://"].contains(where: path.lowercased().hasPrefix) else {
            let text = "this build has no PostgreSQL driver yet; pass the path of a SQLite file"
            throw ConfigurationProblems(all: [.init(place: reading.source(of: .database), text: text)])
        }
        return path
    }

    /// Hashing may take a quarter of the memory: beyond that the machine would swap or kill (security.md §9).
    private static func hashLimits(
        _ reading: ConfigurationSources.Reading, memory: Int, passes: Int, on machine: HostResources
    ) throws(ConfigurationProblems) -> PasswordHashingLimiter.Limits {
        let most = machine.hashingMemory / memory
        let concurrent = reading.number(.hashConcurrency) ?? max(1, min(machine.cores, most))
        guard concurrent <= most else {
            let asked: Setting = reading.number(.hashConcurrency) == nil ? .hashMemory : .hashConcurrency
            throw ConfigurationProblems(all: [
                ConfigurationProblem(
                    place: reading.source(of: asked),
                    text: "\(concurrent) hashes of \(memory) KiB at once are more than a quarter of the memory, "
                        + "which is \(machine.hashingMemory) KiB; lower hash-concurrency or hash-memory")
            ])
        }
        // A pass over a KiB takes about half a microsecond, so this many wait for about two seconds.
        let waiting = reading.number(.hashWaiting) ?? min(10000, concurrent * max(1, 4_000_000 / (memory * passes)))
        return PasswordHashingLimiter.Limits(concurrent: concurrent, waiting: waiting)
    }
}
