import ServiceModel

/// Why a store has no result.
public enum StoreFailure: Error, Sendable {
    /// Nothing was changed and a retry may succeed: the store is busy, full or unreachable.
    case unavailable(String)
    /// The location of the store is empty or holds another store. No write succeeds until the program is restarted.
    case lost(String)
    /// The row was changed by another transaction meanwhile.
    case contention(String)
    /// A unique name exists already, or the row is still referenced.
    case conflict(String)
    /// The database was created by a newer program, or is not one of this program.
    case schema(String)
}

/// The database. Drivers are in `SQLStore`; one conformance suite tests them against this contract.
///
/// A body runs inside one transaction and waits for the session only. If it throws, the transaction is rolled back.
public protocol Database: Sendable {
    /// Runs a body on a consistent snapshot; never waits for writers.
    func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result
    /// Runs one writer at a time; the result is durable when this returns.
    func write<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws -> Result
    /// Checks that the store is the one that was opened. Throws ``StoreFailure/lost(_:)``, and does so on every later call.
    func verifyPresence() async throws
    /// A visible condition under which the next write may fail, found without writing; `nil` when there is none.
    var writeObstacle: String? { get }
    /// A private copy of the current contents that is deleted with the value. It blocks no other user of the store.
    func scratchCopy() async throws -> any Database
}

/// All records, inside one transaction. Every method throws ``StoreFailure``.
public protocol StoreSession: AdminRecords, CustomerRecords, RoleRecords, TokenRecords, ThrottleRecords, SettingRecords, SiteRecords,
    CustomerSearchRecords, AddressRecords, CustomerGroupRecords, PasswordResetRecords, AuditRecords, MaintenanceRecords, MailRecords,
    ImportRecords, IntegrationRecords, ConsumerRecords, OAuthTokenRecords, SecondFactorRecords, SecurityKeyRecords, CountRecords,
    ChangeRecords
{}

extension Database {
    /// ``read(_:)`` with the store's failures mapped to faults.
    func reading<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws(Fault) -> Result {
        do { return try await read(body) } catch { throw Fault(storing: error) }
    }

    /// ``write(_:)`` with the store's failures mapped to faults.
    func writing<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws(Fault) -> Result {
        do { return try await write(body) } catch { throw Fault(storing: error) }
    }
}

extension Fault {
    /// `service.unavailable` for a store that may recover, `internal` for any other error; faults are kept.
    init(storing error: any Error) {
        switch error {
        case let fault as Fault: self = fault
        case StoreFailure.unavailable(let cause), StoreFailure.lost(let cause), StoreFailure.contention(let cause):
            self = Fault(.serviceUnavailable, cause: cause)
        default: self = Fault(.internal, cause: "\(error)")
        }
    }
}
