/// Who did what, from where, with what outcome. Never a secret.
public struct AuditRecord: Sendable, Equatable {
    public enum Outcome: String, Sendable {
        case success, failure
    }

    public let at: Timestamp
    /// `signin`, `token.revoke`, `account.create`, …
    public let action: String
    /// `admin`, `customer`, `integration`, or `operator` for commands.
    public let actorKind: String
    /// The actor's id, where one is known.
    public let actorID: Int?
    /// What it was done to: a user name, a path, an accessor. A typed name that nobody has is shown by ``nobody(_:)``.
    public let subject: String
    public let address: String
    public let requestID: String
    public let outcome: Outcome
    /// Why, in a word an operator can search for; clients never see it.
    public let reason: String

    public init(
        at: Timestamp, action: String, actorKind: String, actorID: Int?, subject: String, address: String, requestID: String,
        outcome: Outcome, reason: String = ""
    ) {
        self.at = at
        self.action = action
        self.actorKind = actorKind
        self.actorID = actorID
        self.subject = Self.visible(subject)
        self.address = address
        self.requestID = requestID
        self.outcome = outcome
        self.reason = reason
    }

    /// A typed name that no account has: cut and marked, as people type passwords where names are asked for. At most three characters, and
    /// no more than a quarter, stay: enough to find a slip of the finger, nothing to sign in with.
    public static func nobody(_ name: String) -> String {
        let scalars = name.unicodeScalars
        return String(String.UnicodeScalarView(scalars.prefix(min(3, scalars.count / 4)))) + "… (no account)"
    }

    /// At most 64 characters, no controls: names are sent by strangers.
    private static func visible(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(64).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(shown))
    }
}
