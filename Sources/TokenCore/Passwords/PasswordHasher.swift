public import ServiceModel

/// Turns passwords into stored text and compares them. Slow on purpose: call it through a ``PasswordHashingLimiter`` only.
public protocol PasswordHasher: Sendable {
    /// A new stored text with a fresh salt; `nil` when there is no memory for it.
    func hash(_ password: Secret) -> String?
    /// Whether the password is the one behind the stored text; `nil` when there is no memory to tell.
    func verify(_ password: Secret, against stored: String) -> Bool?
    /// Whether the stored text should be written anew with today's cost.
    func isOutdated(_ stored: String) -> Bool
    /// A well-formed text of today's cost that no password fits: verifying it costs what an account's costs.
    var dummyHash: String { get }
}
