import Foundation
import ServiceModel

/// The fixed order of every call with a second factor, for all providers alike (contract: `two-factor.md` §5, §6): password first, the
/// factor second, no token before both; throttle, audit and records.
public struct FactorPipeline: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let signIn: SignIn
    let tokens: ConfigurationTokens
    let box: Keyring
    let clock: any WallClock

    /// A record with its state opened.
    struct OpenedFactor<State: Codable & Sendable> {
        var record: SecondFactorRecord
        var factor: Factor<State>
    }

    /// The admin's record of a provider; a new one when there is none yet.
    func open<Provider: SecondFactorProvider>(
        _ provider: Provider, of admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp
    ) throws -> OpenedFactor<Provider.State> {
        let code = Provider.about.code
        guard let record = try session.secondFactor(ofAdmin: admin.id, code) else {
            return OpenedFactor(
                record: SecondFactorRecord(adminID: admin.id, provider: code, state: ""),
                factor: Factor(admin: admin, settings: settings, now: now, state: provider.newState()))
        }
        let text = try box.open(record.state, for: record.purpose)
        do {
            let state = try text.withBytes { try JSONDecoder().decode(Provider.State.self, from: Data($0)) }
            return OpenedFactor(record: record, factor: Factor(admin: admin, settings: settings, now: now, state: state))
        } catch {
            throw Fault(.internal, cause: "the \(record.purpose) is not of our form")
        }
    }

    /// Writes a record down with its state sealed.
    func save<State>(_ opened: OpenedFactor<State>, in session: any StoreSession) throws {
        var record = opened.record
        record.state = try box.seal(state: opened.factor.state, for: record.purpose)
        try session.set(record)
    }

    /// Steps 3 and 4 of a sign-in: the provider may be used, and the admin has proven it.
    func openActive<Provider: SecondFactorProvider>(
        _ provider: Provider, of admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp
    ) throws -> OpenedFactor<Provider.State> {
        guard provider.isAllowed(settings) else { throw Fault(.tfaProviderNotAllowed) }
        let opened = try open(provider, of: admin, settings, in: session, at: now)
        guard opened.record.isActive else { throw Fault(.tfaProviderNotConfigured) }
        return opened
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
