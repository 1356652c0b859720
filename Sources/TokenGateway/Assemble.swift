import Foundation
import GatewayHTTP
import GatewayMail
import GatewayMetrics
import HTTPExchange
import Logging
import OutboundHTTP
import QRCode
import SQLStore
import ServiceLifecycle
import ServiceModel
import TokenCore
import TokenServices

/// The composition root: the only place that creates the parts and connects them.
enum Assemble {
    /// Opens the database; creates or migrates it when necessary.
    /// Throws ``CommandError`` and ``StoreFailure``, among others for a database that the keys do not belong to.
    static func database(_ configuration: GatewayConfiguration) throws -> SQLiteDatabase {
        let mark = StoreMark(configuration)
        let database = try SQLiteDatabase.open(
            path: configuration.database, busyTimeout: configuration.busyTimeout, expecting: mark.expectation())
        try mark.record(database.identity)
        return database
    }

    /// The rules for one command, which hashes one password at a time.
    static func coreForCommands(_ configuration: GatewayConfiguration) throws -> Core {
        try coreForCommands(configuration, on: database(configuration))
    }

    static func coreForCommands(_ configuration: GatewayConfiguration, on database: SQLiteDatabase) throws -> Core {
        let secrets = secrets(configuration, database)
        let hasher = MigratingHasher(LazyHasher(cost: configuration.hashCost), keyring: secrets)
        let hashingLimiter = PasswordHashingLimiter(hasher: hasher, limits: .init(concurrent: 1, waiting: 0))
        return Core(
            database: database, hashingLimiter: hashingLimiter, secrets: secrets, endpoint: EndpointRequest(), directoryLifetime: .zero)
    }

    /// The rules for the server.
    /// - Parameter metrics: records how long the database takes.
    static func coreForServer(_ configuration: GatewayConfiguration, metrics: MetricsRegistry? = nil) throws -> Core {
        guard let hasher = Argon2idHasher(cost: configuration.hashCost) else {
            throw CommandError("there is no memory for hashing passwords: hash-memory is \(configuration.hashCost.memory) KiB")
        }
        let database = try database(configuration)
        let secrets = secrets(configuration, database)
        let hashingLimiter = PasswordHashingLimiter(hasher: MigratingHasher(hasher, keyring: secrets), limits: configuration.hashLimits)
        let timed: any Database = metrics.map { TimedDatabase(database, metrics: $0) } ?? database
        let client = HTTPClient.gateway
        let services = ProviderServices(
            transport: ProviderClient(client), baseURLs: configuration.providerURLs)
        return Core(
            database: timed, hashingLimiter: hashingLimiter, secrets: secrets, endpoint: EndpointRequest(client), services: services,
            qrCodes: PNGQRCodeEncoder())
    }

    private static func secrets(_ configuration: GatewayConfiguration, _ database: SQLiteDatabase) -> Keyring {
        Keyring(
            KeyringSource(place: configuration.keys, storeIdentity: database.identity) { try database.holdsSealedSecrets() })
    }

    /// How mails are sent; the files that this needs have been read.
    struct MailTransport {
        private let composer: MailComposer
        private let mailer: any Mailer
        private let lease: Int

        init(_ configuration: MailConfiguration) throws(ConfigurationProblems) {
            composer = MailComposer(templates: try configuration.templates(), sender: configuration.sender)
            mailer = try configuration.mailer()
            lease = configuration.lease
        }

        fileprivate func delivery(of core: Core, _ logger: Logger) -> MailDelivery {
            MailDelivery(queue: core.mail, composer: composer, mailer: mailer, lease: lease, logger: logger)
        }
    }

    /// Runs the server until it is asked to stop and requests in progress have been responded to.
    /// - Parameter onListening: called with the port once the server listens.
    static func gateway(
        _ configuration: GatewayConfiguration, core: Core, texts: MessageTexts, mail: MailTransport, tools: ServerTools,
        onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws {
        let logger = tools.logger
        let metrics = metricsServer(configuration, tools)
        let server = GatewayServer(
            options: .init(
                host: configuration.host, port: configuration.port, allowedHosts: configuration.allowedHosts, version: ProgramVersion.text,
                trustedProxies: configuration.listener.proxies, allowedOrigins: AllowedOrigins(configuration.listener.corsOrigins),
                certificate: tools.certificate?.holder),
            table: Services.table(core: core), core: core, texts: texts, logger: logger,
            limits: configuration.listener.limits(descriptors: tools.descriptors, logger), metrics: tools.metrics,
            baseURL: { port in PublicURL(configuration.baseURL(listeningOn: port)) ?? .loopback },
            onListening: onListening)
        var group = ServiceGroupConfiguration(
            services: ([
                StartingAfter(ready: metrics.map { [$0.isListening] } ?? [], base: server), HourlyCleanup(of: core, logger: logger),
                mail.delivery(of: core, logger),
                LastUsedFlusher(uses: core.lastUsed, logger: logger), ChangePoller(of: core.changes, logger: logger),
                StoreProbing(of: core, logger: logger),
            ] + extras(server, core, tools) + (metrics.map { [$0.server] } ?? [])).map {
                // The default name would print everything that the service holds.
                .init(service: $0, serviceName: String(describing: type(of: $0)))
            },
            logger: logger)
        group.maximumGracefulShutdownDuration = configuration.drain
        let services = ServiceGroup(configuration: group)
        let signals = SignalWatch(
            stop: { Task { await services.triggerGracefulShutdown() } },
            endNow: { signal in
                tools.endNow(signal)
                _exit(128 + signal)
            },
            reload: { tools.reload() })
        defer { withExtendedLifetime(signals) {} }
        try await services.run()
    }

    /// Services that depend on the configuration.
    private static func extras(_ server: GatewayServer, _ core: Core, _ tools: ServerTools) -> [any Service] {
        if let metrics = tools.metrics { Gauges(core: core, server: server, certificate: tools.certificate?.holder).register(in: metrics) }
        return [tools.certificate].compactMap(\.self)
    }

    /// Listens before the gateway does: when its address is not available, the gateway does not start.
    private static func metricsServer(
        _ configuration: GatewayConfiguration, _ tools: ServerTools
    ) -> (server: MetricsServer, isListening: AsyncStream<Void>)? {
        guard let metrics = tools.metrics, let place = configuration.listener.metrics else { return nil }
        let (isListening, listens) = AsyncStream.makeStream(of: Void.self)
        let server = MetricsServer(
            host: place.host, port: place.port, contentType: Exposition.contentType, logger: tools.logger,
            text: { await Exposition.text(of: metrics) }, onListening: { _ in listens.yield() })
        return (server, isListening)
    }
}

/// Argon2id for commands, created for each password: a command without one does not pay for the dummy hash that only sign-ins need.
private struct LazyHasher: PasswordHasher {
    let cost: Argon2idHasher.Cost

    func hash(_ password: Secret) -> String? {
        Argon2idHasher(cost: cost)?.hash(password)
    }

    func verify(_ password: Secret, against stored: String) -> Bool? {
        Argon2idHasher(cost: cost)?.verify(password, against: stored)
    }

    func isOutdated(_ stored: String) -> Bool {
        Argon2idHasher(cost: cost)?.isOutdated(stored) ?? true
    }

    var dummyHash: String { Argon2idHasher(cost: cost)?.dummyHash ?? "" }
}
