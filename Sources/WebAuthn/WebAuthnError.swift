/// Why a ceremony failed.
public struct WebAuthnError: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// The client data does not match the request: type, challenge or origin (contract: `two-factor.md` §10, row 3).
        case clientData
        /// Anything else.
        case data
    }

    public let kind: Kind
    /// For operators. One of a fixed set of texts, so it contains nothing of the input.
    public let reason: String

    init(_ kind: Kind, _ reason: StaticString) {
        self.kind = kind
        self.reason = "\(reason)"
    }

    static func data(_ reason: StaticString) -> WebAuthnError { WebAuthnError(.data, reason) }
    static func clientData(_ reason: StaticString) -> WebAuthnError { WebAuthnError(.clientData, reason) }
}
