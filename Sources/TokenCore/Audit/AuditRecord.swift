import ServiceModel

/// One row of the audit trail: who did what, from where, with what outcome. It never holds a secret.
public struct AuditRecord: Sendable, Equatable {
    public enum Outcome: String, Sendable {
        case success, failure
    }

    public let at: Timestamp
    /// `signin`, `token.revoke`, `account.create`, …
    public let action: String
    /// The raw value of an ``AuditActor/Kind``.
    public let actorKind: String
    /// The actor's id, where one is known.
    public let actorID: Int?
    /// The object of the action: a user name, a path, an accessor. For a name without an account, what ``unknownName(_:)`` returns.
    public let subject: String
    public let address: String
    public let requestID: String
    public let outcome: Outcome
    /// The reason in a word that an operator can search for; clients never see it.
    public let reason: String

    public init(
        at: Timestamp, action: String, by actor: AuditActor, subject: String, outcome: Outcome = .success, reason: String = ""
    ) {
        self.init(
            at: at, action: action, actorKind: actor.kind.rawValue, actorID: actor.id, subject: subject, address: actor.origin.address,
            requestID: actor.origin.requestID, outcome: outcome, reason: reason)
    }

    /// A record as it was stored.
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

    /// A typed name that no account has, shortened and marked, because people type passwords into name fields. At most three characters
    /// and no more than a quarter remain: enough to recognise a typing error, too little to sign in with.
    public static func unknownName(_ name: String) -> String {
        let scalars = name.unicodeScalars
        return String(String.UnicodeScalarView(scalars.prefix(min(3, scalars.count / 4)))) + "… (no account)"
    }

    /// At most 64 characters without control characters, because clients choose names.
    private static func visible(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(64).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(shown))
    }
}
