import ServiceModel

/// What an operator does, from the command line now and from a console later. Every change is written to the audit trail in the
/// transaction that makes it.
public struct Administration: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let gate: PasswordHashingLimiter
    let clock: any WallClock
    let credentials: CredentialGenerator
    let endpoint: any IntegrationEndpoint

    /// Runs a change and writes it down together with it; then the next access to settings and stores reads them again.
    func change<Result: Sendable>(
        _ action: String, _ subject: String, _ body: @escaping @Sendable (any StoreSession, Timestamp) throws -> Result
    ) async throws -> Result {
        let now = clock.now()
        defer { directory.invalidate() }
        do {
            return try await database.write { session in
                let result = try body(session, now)
                try session.append(
                    AuditRecord(
                        at: now, action: action, actorKind: "operator", actorID: nil, subject: subject, address: "cli", requestID: "",
                        outcome: .success))
                return result
            }
        } catch StoreFailure.conflict {
            throw AdministrationError("\(subject) exists already")
        } catch StoreFailure.unavailable(let cause) {
            throw AdministrationError("the database cannot be used now: \(cause)")
        }
    }

    func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        do {
            return try await database.read(body)
        } catch StoreFailure.unavailable(let cause) {
            throw AdministrationError("the database cannot be used now: \(cause)")
        }
    }
}

/// Why an operator's action was refused, in one line.
public struct AdministrationError: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    static func unknownResource(_ name: String) -> Self { Self("there is no resource \(name); see token-gateway help role") }
    static func unknownRole(_ name: String) -> Self { Self("there is no role \(name); see token-gateway role list") }
    static func unknownStore(_ code: String) -> Self { Self("there is no store \(code); see token-gateway store list") }
}
