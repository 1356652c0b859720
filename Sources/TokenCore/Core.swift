/// The rules of the gateway as one value, through which services and commands use them.
public struct Core: Sendable {
    public let database: any Database
    public let directory: SiteDirectory
    public let hashingLimiter: PasswordHashingLimiter
    public let signIn: SignIn
    public let changes: ChangeTracker
    public let health = StoreHealth()
    public let tokens: TokenVerifier
    public let oauth: OAuthAuthority
    public let clients: ClientAuthentication
    public let secrets: Keyring
    public let lastUsed: LastUsedTracker
    public let revocation: Revocation
    public let customers: Customers
    public let cleanup: Cleanup
    public let mail: MailQueue
    public let baseURL: PublicBaseURL
    public let secondFactors: SecondFactors
    let clock: any WallClock
    let credentials: CredentialGenerator
    let endpoint: any IntegrationEndpoint
    let providers: ProviderRegistry
    /// Every setting of the shop, those of ``providers`` included.
    public let settings: SettingCatalog

    /// - Parameters:
    ///   - secrets: seals what must be read again; the standard one forgets its key with the process.
    ///   - endpoint: how applications are told that an exchange begins.
    ///   - services: how the services behind providers of second factors are reached.
    ///   - providers: the providers of second factors.
    ///   - qrCodes: encodes key URIs for authenticator applications.
    ///   - directoryLifetime: how old settings and stores may be before they are read again.
    ///   - ticks: the monotonic clock that ages are told by.
    public init(
        database: any Database, hashingLimiter: PasswordHashingLimiter, clock: any WallClock = SystemClock(),
        random: any RandomSource = SystemRandom(),
        secrets: Keyring = Keyring(TransientKeys()), endpoint: any IntegrationEndpoint = NoEndpoint(),
        providers: ProviderRegistry = .standard, services: ProviderServices = ProviderServices(),
        qrCodes: any QRCodeEncoder = NoQRCodes(),
        directoryLifetime: Duration = .milliseconds(250), ticks: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        changes = ChangeTracker(of: database, health: health, now: ticks)
        let database = ChangeTrackingDatabase(database: database, tracker: changes, health: health)
        self.database = database
        self.hashingLimiter = hashingLimiter
        directory = SiteDirectory(database: database, tracker: changes, lifetime: directoryLifetime)
        lastUsed = LastUsedTracker(database: database)
        tokens = TokenVerifier(
            database: database, directory: directory, clock: clock, uses: lastUsed,
            cache: TrackedCache(changes, capacity: TokenVerifier.cacheCapacity, lifetime: TokenVerifier.maxAge))
        self.secrets = secrets
        credentials = CredentialGenerator(random: random, keyring: secrets)
        self.clock = clock
        self.endpoint = endpoint
        oauth = OAuthAuthority(
            check: OAuthCheck(database: database, directory: directory, keyring: secrets, clock: clock), credentials: credentials,
            uses: lastUsed)
        clients = ClientAuthentication(database: database, directory: directory, keyring: secrets, clock: clock)
        mail = MailQueue(database: database, directory: directory, clock: clock, random: random, sealing: secrets)
        baseURL = PublicBaseURL()
        self.providers = providers
        settings = SettingCatalog(secondFactors: providers.settings)
        let configurationTokens = ConfigurationTokens(keyring: secrets)
        signIn = SignIn(
            database: database, directory: directory, hashingLimiter: hashingLimiter, addresses: AddressThrottle(ticks: ticks),
            issuer: TokenIssuer(random: random),
            policy: SecondFactorPolicy(registry: providers, mail: mail, tokens: configurationTokens, baseURL: baseURL), clock: clock)
        let pipeline = FactorPipeline(
            registry: providers, database: database, directory: directory, signIn: signIn, tokens: configurationTokens, keyring: secrets,
            clock: clock)
        secondFactors = SecondFactors(
            ProviderDependencies(pipeline: pipeline, random: random, baseURL: baseURL, services: services, qrCodes: qrCodes))
        revocation = Revocation(database: database, clock: clock)
        customers = Customers(
            database: database, directory: directory, hashingLimiter: hashingLimiter, mail: mail, clock: clock, random: random,
            profiles: TrackedCache(changes, capacity: Customers.profileCacheCapacity, lifetime: TokenVerifier.maxAge))
        cleanup = Cleanup(database: database, clock: clock)
    }
}
