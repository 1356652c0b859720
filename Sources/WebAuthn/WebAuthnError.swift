/// Why a ceremony failed.
public struct WebAuthnError: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// What the browser says it did is not what was asked for: type, challenge, origin (contract: `two-factor.md` §10, row 3).
        case clientData
        /// Anything else.
        case data
    }

    public let kind: Kind
    /// For the audit trail: one of a fixed set of texts, so nothing of the input is in it.
    public let reason: String

    init(_ kind: Kind, _ reason: StaticString) {
        self.kind = kind
        self.reason = "\(reason)"
    }

    static func data(_ reason: StaticString) -> WebAuthnError { WebAuthnError(.data, reason) }
    static func clientData(_ reason: StaticString) -> WebAuthnError { WebAuthnError(.clientData, reason) }
}
