import Foundation
import ServiceModel

/// The fixed order of every call with a second factor, the same for all providers (contract: `two-factor.md` §5, §6): the password, then
/// the factor, and no token before both; throttle, audit and records.
public struct FactorPipeline: Sendable {
    let registry: ProviderRegistry
    let database: any Database
    let directory: SiteDirectory
    let signIn: SignIn
    let tokens: ConfigurationTokens
    let keyring: Keyring
    let clock: any WallClock

    /// Calls the service behind a provider, outside of any transaction. Throws ``SecondFactorError`` for a proof that is wrong and ``Fault``
    /// for everything else.
    typealias ProviderCall<State: Sendable, Response: Sendable> = @Sendable (Factor<State>) async throws -> Response

    /// Verifies or changes a factor inside the transaction that decides; throws as ``ProviderCall`` does.
    typealias Verification<State: Sendable, Response: Sendable, Result> =
        @Sendable (inout Factor<State>, Response, any StoreSession) throws -> Result

    /// The call of a provider without a service behind it.
    static func none<State: Sendable>(_ factor: Factor<State>) async throws {}

    /// A record with its state opened.
    struct OpenedFactor<State: Codable & Sendable> {
        var record: SecondFactorRecord
        var factor: Factor<State>
    }

    func allows<Provider: SecondFactorProvider>(_ provider: Provider, _ settings: Settings) -> Bool {
        registry.allows(Provider.descriptor, settings)
    }

    /// The admin's record of a provider; a new one when there is none yet.
    func open<Provider: SecondFactorProvider>(
        _ provider: Provider, of admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp
    ) throws -> OpenedFactor<Provider.State> {
        let code = Provider.descriptor.code
        guard let record = try session.secondFactor(ofAdmin: admin.id, code) else {
            return OpenedFactor(
                record: SecondFactorRecord(adminID: admin.id, provider: code, state: ""),
                factor: Factor(admin: admin, settings: settings, now: now, state: provider.newState()))
        }
        let text = try keyring.open(record.state, for: record.purpose)
        do {
            let state = try text.withBytes { try JSONDecoder().decode(Provider.State.self, from: Data($0)) }
            return OpenedFactor(record: record, factor: Factor(admin: admin, settings: settings, now: now, state: state))
        } catch {
            throw Fault(.internal, cause: "the \(record.purpose) cannot be decoded")
        }
    }

    /// Stores a record with its state sealed.
    func save<State>(_ opened: OpenedFactor<State>, in session: any StoreSession) throws {
        var record = opened.record
        record.state = try keyring.seal(state: opened.factor.state, for: record.purpose)
        try session.set(record)
    }

    /// Calls the service behind a provider.
    /// - Returns: `nil` without a factor: then nothing is called.
    func response<State: Sendable, Response: Sendable>(
        for factor: Factor<State>?, _ callProvider: ProviderCall<State, Response>
    ) async throws(Fault) -> Swift.Result<Response, SecondFactorError>? {
        guard let factor else { return nil }
        do {
            return .success(try await callProvider(factor))
        } catch let error as SecondFactorError {
            return .failure(error)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(.internal, cause: "\(error)")
        }
    }
}

extension Keyring {
    /// A provider's state as JSON, sealed.
    func seal(state: some Encodable, for purpose: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try seal(Secret(String(decoding: try encoder.encode(state), as: UTF8.self)), for: purpose)
    }
}
