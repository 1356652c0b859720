/// The whole of the rules as one value; services and commands work through it.
public struct Core: Sendable {
    public let database: any Database
    public let directory: Directory
    public let signIn: SignIn
    public let tokens: TokenAuthority
    public let revocation: Revocation
    public let customers: Customers
    public let administration: Administration
    public let cleanup: Cleanup

    /// - Parameter directoryLifetime: how old settings and stores may be before they are read again.
    public init(
        database: any Database, gate: HashGate, clock: any WallClock = SystemClock(), random: any RandomSource = SystemRandom(),
        directoryLifetime: Duration = .milliseconds(250)
    ) {
        self.database = database
        directory = Directory(database: database, lifetime: directoryLifetime)
        signIn = SignIn(database: database, directory: directory, gate: gate, issuer: TokenIssuer(random: random), clock: clock)
        tokens = TokenAuthority(database: database, clock: clock)
        revocation = Revocation(database: database, clock: clock)
        customers = Customers(database: database)
        administration = Administration(database: database, directory: directory, gate: gate, clock: clock)
        cleanup = Cleanup(database: database, clock: clock)
    }
}
