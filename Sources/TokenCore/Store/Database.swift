import ServiceModel

/// What a store can answer instead of a result.
public enum StoreFailure: Error, Sendable {
    /// Nothing was changed and another try may succeed: busy, full, gone.
    case unavailable(String)
    /// The place of the store holds something else now, or nothing. Nothing is acknowledged any more until the program is started again.
    case lost(String)
    /// Somebody else has changed the same row meanwhile.
    case contention(String)
    /// A unique name exists already, or something still refers to the row.
    case conflict(String)
    /// The database was made by a newer program, or is none of ours.
    case schema(String)
}

/// Where everything is kept. Drivers live in `SQLStore`; one conformance suite holds them to this.
///
/// A body runs inside one transaction and must not wait for anything but the session. If it throws, nothing of it stays.
public protocol Database: Sendable {
    /// A consistent view; never waits for writers.
    func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result
    /// One writer at a time; durable when it returns.
    func write<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws -> Result
    /// Looks whether the store is still the one that was opened. Throws ``StoreFailure/lost(_:)``, then and ever after.
    func verifyPresence() async throws
    /// What can be seen that may stop the next write, without trying it; `nil`: nothing.
    var writeObstacle: String? { get }
    /// A private copy of all that is there now, which ends with the value. What is done to it nobody sees, and it holds up nobody.
    func scratchCopy() async throws -> any Database
}

/// All records, inside one transaction. Every method throws ``StoreFailure``.
public protocol StoreSession: AdminRecords, CustomerRecords, RoleRecords, TokenRecords, ThrottleRecords, SettingRecords, SiteRecords,
    CustomerSearchRecords, AddressRecords, CustomerGroupRecords, PasswordResetRecords, AuditRecords, MaintenanceRecords, MailRecords,
    ImportRecords, IntegrationRecords, ConsumerRecords, OAuthTokenRecords, SecondFactorRecords, SecurityKeyRecords, TallyRecords,
    ChangeRecords
{}

extension Database {
    /// ``read(_:)`` with the store's failures told as faults.
    func reading<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws(Fault) -> Result {
        do { return try await read(body) } catch { throw Fault(storing: error) }
    }

    /// ``write(_:)`` with the store's failures told as faults.
    func writing<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws(Fault) -> Result {
        do { return try await write(body) } catch { throw Fault(storing: error) }
    }
}

extension Fault {
    /// `service.unavailable` for a store that may come back, `internal` for anything unforeseen; faults stay themselves.
    init(storing error: any Error) {
        switch error {
        case let fault as Fault: self = fault
        case StoreFailure.unavailable(let cause), StoreFailure.lost(let cause), StoreFailure.contention(let cause):
            self = Fault(.serviceUnavailable, cause: cause)
        default: self = Fault(.internal, cause: "\(error)")
        }
    }
}
