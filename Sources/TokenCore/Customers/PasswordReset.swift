/// A reset token as it is stored: never the token itself.
public struct ResetTokenRecord: Sendable, Equatable {
    /// SHA-256 of the token, lower-case hex.
    public let digest: String
    public let customerID: Int
    public let issuedAt: Timestamp

    public init(digest: String, customerID: Int, issuedAt: Timestamp) {
        self.digest = digest
        self.customerID = customerID
        self.issuedAt = issuedAt
    }
}

/// What requests for mails are counted by.
public enum ResetRequestKind: Int, Sendable, CaseIterable {
    /// The network address that a request came from.
    case address = 1
    /// The e-mail address that it names, known or not, as ``Throttle/key(_:)`` has it.
    case email = 2
    /// The admin to whom a set-up mail goes, by id.
    case secondFactorSetUp = 3
}

/// How many reset requests there may be (contract: `README.md`, configuration paths).
public struct ResetLimits: Sendable, Equatable {
    public let kinds: [ResetRequestKind]
    /// In any hour; 0 is no limit.
    public let perHour: Int
    /// Between two requests; 0 is no limit.
    public let pauseMinutes: Int

    public init(kinds: [ResetRequestKind], perHour: Int, pauseMinutes: Int) {
        self.kinds = kinds
        self.perHour = perHour
        self.pauseMinutes = pauseMinutes
    }

    /// Requests older than this matter under no setting.
    public static let memorySeconds = 86400
    /// No setting lets a reset token live longer.
    public static let longestTokenSeconds = 168 * 3600

    var isOff: Bool { kinds.isEmpty || (perHour == 0 && pauseMinutes == 0) }

    /// Whether one more request comes too soon.
    /// - Parameters:
    ///   - latest: the moment of the latest request.
    ///   - inLastHour: how many there were in the hour before `now`.
    func refuse(latest: Timestamp?, inLastHour: Int, at now: Timestamp) -> Bool {
        if perHour > 0, inLastHour >= perHour { return true }
        guard pauseMinutes > 0, let latest else { return false }
        return now < latest.adding(seconds: pauseMinutes * 60)
    }
}

extension Settings {
    /// Hours in which a reset token is good.
    public var resetTokenHours: Int { number("customer/password/reset_link_expiration_period") }

    public var resetLimits: ResetLimits {
        let kinds: [ResetRequestKind] =
            switch number("customer/password/password_reset_protection_type") {
            case 1: [.address, .email]
            case 2: [.address]
            case 3: [.email]
            default: []
            }
        return ResetLimits(
            kinds: kinds, perHour: number("customer/password/max_number_password_reset_requests"),
            pauseMinutes: number("customer/password/min_time_between_password_reset_requests"))
    }

    /// Where a customer sets a new password; `nil` when mails carry the bare token.
    public var resetLink: ResetLink? {
        let template = value("customer/password/reset_link_url")
        return template.isEmpty ? nil : ResetLink(template: template)
    }
}
