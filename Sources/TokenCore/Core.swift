/// The whole of the rules as one value; services and commands work through it.
public struct Core: Sendable {
    public let database: any Database
    public let directory: SiteDirectory
    public let gate: PasswordHashingLimiter
    public let signIn: SignIn
    public let changes: ChangeTracker
    public let health = StoreHealth()
    public let tokens: TokenVerifier
    public let oauth: OAuthAuthority
    public let clients: ClientAuthentication
    public let secrets: Keyring
    public let tokenUses: LastUsedTracker
    public let revocation: Revocation
    public let customers: Customers
    public let cleanup: Cleanup
    public let mail: MailQueue
    public let site: PublicSite
    public let secondFactors: SecondFactors
    let clock: any WallClock
    let credentials: CredentialGenerator
    let endpoint: any IntegrationEndpoint

    /// - Parameters:
    ///   - secrets: seals what must be read again; the standard one forgets its key with the process.
    ///   - endpoint: how applications are told that an exchange begins.
    ///   - services: how the services behind providers of second factors are reached.
    ///   - drawing: draws QR codes.
    ///   - directoryLifetime: how old settings and stores may be before they are read again.
    ///   - ticks: the monotonic clock that ages are told by.
    public init(
        database: any Database, gate: PasswordHashingLimiter, clock: any WallClock = SystemClock(),
        random: any RandomSource = SystemRandom(),
        secrets: Keyring = Keyring(TransientKeys()), endpoint: any IntegrationEndpoint = NoEndpoint(),
        services: ProviderServices = ProviderServices(), drawing: any QRCodeDrawing = NoDrawing(),
        directoryLifetime: Duration = .milliseconds(250), ticks: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        changes = ChangeTracker(of: database, health: health, now: ticks)
        let database = ChangeTrackingDatabase(database: database, tracker: changes, health: health)
        self.database = database
        self.gate = gate
        directory = SiteDirectory(database: database, tracker: changes, lifetime: directoryLifetime)
        tokenUses = LastUsedTracker(database: database)
        tokens = TokenVerifier(
            database: database, directory: directory, clock: clock, uses: tokenUses,
            known: TrackedCache(changes, capacity: TokenVerifier.cacheCapacity, lifetime: TokenVerifier.maxAge))
        self.secrets = secrets
        credentials = CredentialGenerator(random: random, box: secrets)
        self.clock = clock
        self.endpoint = endpoint
        oauth = OAuthAuthority(
            check: OAuthCheck(database: database, directory: directory, box: secrets, clock: clock), credentials: credentials,
            uses: tokenUses)
        clients = ClientAuthentication(database: database, directory: directory, box: secrets, clock: clock)
        mail = MailQueue(database: database, directory: directory, clock: clock, random: random, sealing: secrets)
        site = PublicSite()
        let configurationTokens = ConfigurationTokens(box: secrets)
        signIn = SignIn(
            database: database, directory: directory, gate: gate, addresses: AddressThrottle(ticks: ticks),
            issuer: TokenIssuer(random: random),
            policy: SecondFactorPolicy(mail: mail, tokens: configurationTokens, site: site), clock: clock)
        let pipeline = FactorPipeline(
            database: database, directory: directory, signIn: signIn, tokens: configurationTokens, box: secrets, clock: clock)
        secondFactors = SecondFactors(pipeline: pipeline, random: random, site: site, services: services, drawing: drawing)
        revocation = Revocation(database: database, clock: clock)
        customers = Customers(
            database: database, directory: directory, gate: gate, mail: mail, clock: clock, random: random,
            profiles: TrackedCache(changes, capacity: Customers.profileCacheCapacity, lifetime: TokenVerifier.maxAge))
        cleanup = Cleanup(database: database, clock: clock)
    }
}
