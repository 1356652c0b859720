import ServiceModel

/// One kind of second factor. What all kinds have in common (order of checks, throttle, audit, records) is ``FactorPipeline``'s; a
/// provider brings its state and judges proofs.
public protocol SecondFactorProvider: Sendable {
    /// What is kept of one admin; sealed in the database.
    associatedtype State: Codable, Sendable

    static var about: ProviderDescription { get }

    /// The state of an admin of whom nothing is known yet.
    func newState() -> State
    /// Whether admins may use it under these settings; for what can be forced, when it is.
    func isAllowed(_ settings: Settings) -> Bool
}

extension SecondFactorProvider {
    public func isAllowed(_ settings: Settings) -> Bool {
        SecondFactorPolicy.forced(settings).contains { $0.code.utf8Equals(Self.about.code) }
    }
}

/// An admin's second factor of one provider, while a call looks at it.
public struct Factor<State: Sendable>: Sendable {
    public let admin: AdminAccount
    public let settings: Settings
    public let now: Timestamp
    public var state: State
}

/// A proof that was judged and is wrong: counts as a wrong password does. A plain ``Fault`` does not count.
struct SecondFactorError: Error {
    let fault: Fault

    init(_ message: Message) {
        fault = Fault(message)
    }

    init(_ fault: Fault) {
        self.fault = fault
    }
}
