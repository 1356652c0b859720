import Cryptography
import Foundation
import ServiceModel

/// One counter of refused sign-ins (contract: `tokens.md` §5).
public struct ThrottleEntry: Sendable, Equatable {
    public let failures: Int
    /// From this moment on the entry does not count any more.
    public let lockEnds: Timestamp

    public init(failures: Int, lockEnds: Timestamp) {
        self.failures = failures
        self.lockEnds = lockEnds
    }
}

/// Whose failures are counted together with the name. Raw values as Magento numbers kinds of callers.
public enum ThrottleKind: Int, Sendable {
    /// By consumer key.
    case integration = 1
    case admin = 2
    case customer = 3

    public init(_ kind: AccountKind) {
        switch kind {
        case .admin: self = .admin
        case .customer: self = .customer
        }
    }
}

/// The settings of the throttle.
public struct ThrottleLimits: Sendable, Equatable {
    public let maximumFailures: Int
    public let lockSeconds: Int

    public init(maximumFailures: Int, lockSeconds: Int) {
        self.maximumFailures = maximumFailures
        self.lockSeconds = lockSeconds
    }
}

/// The rules of the throttle, without clock and store.
public enum Throttle {
    /// Whether a sign-in is refused before anything else is looked at.
    public static func isLocked(_ entry: ThrottleEntry?, at now: Timestamp, _ limits: ThrottleLimits) -> Bool {
        guard let entry else { return false }
        return counts(entry, at: now, limits) && entry.failures >= limits.maximumFailures
    }

    /// An entry counts until its end, and for no longer than its own length: one that ends later than a lock that begins now was written
    /// while the clock was ahead, and has ended. Who could set the clock back has no need to guess passwords.
    private static func counts(_ entry: ThrottleEntry, at now: Timestamp, _ limits: ThrottleLimits) -> Bool {
        now < entry.lockEnds && entry.lockEnds <= now.adding(seconds: limits.lockSeconds + Timestamp.clockSlack)
    }

    /// The entry after one more refusal.
    public static func failing(_ entry: ThrottleEntry?, at now: Timestamp, _ limits: ThrottleLimits) -> ThrottleEntry {
        let before = entry.map { counts($0, at: now, limits) ? $0.failures : 0 } ?? 0
        // Counting on beyond the limit would tell nothing more.
        return ThrottleEntry(failures: min(before + 1, 1_000_000), lockEnds: now.adding(seconds: limits.lockSeconds))
    }

    /// The name under which failures are counted: without case, outer white space trimmed; long names by digest.
    public static func key(_ name: String) -> String {
        let form = LoginName.folded(name).trimmingCharacters(in: .whitespacesAndNewlines)
        guard form.count > LoginName.longest else { return form }
        return "sha256:" + Hex.encode(HashFunction.sha256.hash(form))
    }
}
