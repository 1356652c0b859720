import ServiceModel

/// What an operator does, from the command line now and from a console later. Every change is written to the audit trail in the
/// transaction that makes it.
public struct Administration: Sendable {
    let database: any Database
    let directory: Directory
    let gate: HashGate
    let clock: any WallClock
    let credentials: CredentialMaker
    let endpoint: any IntegrationEndpoint

    /// Why an operator's action was refused, in one line.
    public struct Refusal: Error, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ description: String) {
            self.description = description
        }

        static func unknownResource(_ name: String) -> Refusal { Refusal("there is no resource \(name); see token-gateway help role") }
        static func unknownRole(_ name: String) -> Refusal { Refusal("there is no role \(name); see token-gateway role list") }
        static func unknownStore(_ code: String) -> Refusal { Refusal("there is no store \(code); see token-gateway store list") }
    }

    /// Runs a change and writes it down together with it; then the next look at settings and stores reads again.
    func change<Result: Sendable>(
        _ action: String, _ subject: String, _ body: @escaping @Sendable (any StoreSession, Timestamp) throws -> Result
    ) async throws -> Result {
        let now = clock.now()
        defer { directory.forget() }
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
            throw Refusal("\(subject) exists already")
        } catch StoreFailure.unavailable(let cause) {
            throw Refusal("the database cannot be used now: \(cause)")
        }
    }

    func look<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        do {
            return try await database.read(body)
        } catch StoreFailure.unavailable(let cause) {
            throw Refusal("the database cannot be used now: \(cause)")
        }
    }
}
