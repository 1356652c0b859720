import ServiceModel

/// A kind of second factor. ``FactorPipeline`` does what all kinds have in common (order of checks, throttle, audit, records); a provider
/// defines its state and verifies proofs.
public protocol SecondFactorProvider: Sendable {
    /// What is stored of one admin, sealed.
    associatedtype State: Codable, Sendable

    static var descriptor: ProviderDescriptor { get }

    init(_ dependencies: ProviderDependencies)

    /// The state of an admin who has not used the provider yet.
    func newState() -> State
}

/// What providers are made from.
public struct ProviderDependencies: Sendable {
    let pipeline: FactorPipeline
    let random: any RandomSource
    let baseURL: PublicBaseURL
    let services: ProviderServices
    let qrCodes: any QRCodeEncoder
}

/// Second factors of admins: the providers, and the lists of them.
public struct SecondFactors: Sendable {
    public let directory: SecondFactorDirectory
    private let dependencies: ProviderDependencies

    init(_ dependencies: ProviderDependencies) {
        self.dependencies = dependencies
        directory = SecondFactorDirectory(pipeline: dependencies.pipeline)
    }

    public func provider<Provider: SecondFactorProvider>(_ type: Provider.Type = Provider.self) -> Provider {
        Provider(dependencies)
    }
}

/// An admin's second factor of one provider, as a call finds it.
public struct Factor<State: Sendable>: Sendable {
    public let admin: AdminAccount
    public let settings: Settings
    public let now: Timestamp
    public var state: State
}

/// A proof that was verified and is wrong. It counts in the throttle as a wrong password does; a plain ``Fault`` does not.
struct SecondFactorError: Error {
    let fault: Fault

    init(_ message: Message) {
        fault = Fault(message)
    }

    init(_ fault: Fault) {
        self.fault = fault
    }
}
