import ServiceModel

/// What a store can answer instead of a result.
public enum StoreFailure: Error, Sendable {
    /// Nothing was changed and another try may succeed: busy, full, gone.
    case unavailable(String)
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
}

/// All records, inside one transaction. Every method throws ``StoreFailure``.
public protocol StoreSession: AdminRecords, CustomerRecords, RoleRecords, TokenRecords, ThrottleRecords, SettingRecords, SiteRecords,
    CustomerSearchRecords, AddressRecords, CustomerGroupRecords, PasswordResetRecords, AuditRecords, MaintenanceRecords, MailRecords,
    ImportRecords, IntegrationRecords, ConsumerRecords, OAuthTokenRecords, SecondFactorRecords, SecurityKeyRecords, TallyRecords,
    FactRecords
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
        case StoreFailure.unavailable(let cause): self = Fault(.serviceUnavailable, cause: cause)
        default: self = Fault(.internal, cause: "\(error)")
        }
    }
}
