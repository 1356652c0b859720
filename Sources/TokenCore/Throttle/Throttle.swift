import Cryptography
import Foundation
import ServiceModel

/// A counter of failed sign-ins (contract: `tokens.md` §5).
public struct ThrottleEntry: Sendable, Equatable {
    public let failures: Int
    /// The entry counts until this moment.
    public let lockEnds: Timestamp

    public init(failures: Int, lockEnds: Timestamp) {
        self.failures = failures
        self.lockEnds = lockEnds
    }
}

/// The kind of caller that shares a counter with a name. Raw values are Magento's numbers for kinds of callers.
public enum ThrottleKind: Int, Sendable {
    /// Counted by consumer key.
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
    /// Whether a sign-in is refused before the password is verified.
    public static func isLocked(_ entry: ThrottleEntry?, at now: Timestamp, _ limits: ThrottleLimits) -> Bool {
        guard let entry else { return false }
        return counts(entry, at: now, limits) && entry.failures >= limits.maximumFailures
    }

    /// Whether an entry counts. It does until its end, but not when that is further away than the length of a lock: such an entry was
    /// written while the clock was ahead. Whoever can set the clock back has no need to guess passwords.
    private static func counts(_ entry: ThrottleEntry, at now: Timestamp, _ limits: ThrottleLimits) -> Bool {
        now < entry.lockEnds && entry.lockEnds <= now.adding(seconds: limits.lockSeconds + Timestamp.clockSkew)
    }

    /// The entry after one more failure.
    public static func afterFailure(_ entry: ThrottleEntry?, at now: Timestamp, _ limits: ThrottleLimits) -> ThrottleEntry {
        let before = entry.map { counts($0, at: now, limits) ? $0.failures : 0 } ?? 0
        // Counts beyond the limit have no effect.
        return ThrottleEntry(failures: min(before + 1, 1_000_000), lockEnds: now.adding(seconds: limits.lockSeconds))
    }

    /// The name under which failures are counted: case-folded, without leading and trailing white space; a long name is replaced by its
    /// digest.
    public static func key(_ name: String) -> String {
        let form = LoginName.folded(name).trimmingCharacters(in: .whitespacesAndNewlines)
        guard form.count > LoginName.longest else { return form }
        return "sha256:" + Hex.encode(HashFunction.sha256.hash(form))
    }
}
