/// The stored form of a reset token: its digest, never the token itself.
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

/// The kinds of keys by which requests for mails are counted.
public enum ResetRequestKind: Int, Sendable, CaseIterable {
    /// The network address of the client.
    case address = 1
    /// The e-mail address of the request, known or not, in the form of ``Throttle/key(_:)``.
    case email = 2
    /// The id of the admin who receives a set-up mail.
    case secondFactorSetUp = 3
}

/// Limits of reset requests (contract: `README.md`, configuration paths).
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

    /// The longest time for which any setting counts a request.
    public static let memorySeconds = 86400
    /// The longest lifetime of a reset token under any setting.
    public static let longestTokenSeconds = 168 * 3600

    var isOff: Bool { kinds.isEmpty || (perHour == 0 && pauseMinutes == 0) }

    /// Whether another request exceeds the limits.
    /// - Parameters:
    ///   - latest: the time of the latest request.
    ///   - inLastHour: the number of requests in the hour before `now`.
    func refuse(latest: Timestamp?, inLastHour: Int, at now: Timestamp) -> Bool {
        if perHour > 0, inLastHour >= perHour { return true }
        guard pauseMinutes > 0, let latest else { return false }
        return now < latest.adding(seconds: pauseMinutes * 60)
    }
}
