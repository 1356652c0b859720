import Cryptography
import ServiceModel

/// Time-based one-time passwords (RFC 6238, RFC 4226): SHA-1, six digits, steps of 30 seconds since 1970. Pure.
enum TOTP {
    /// Seconds.
    static let period: Int64 = 30
    private static let modulus: UInt32 = 1_000_000

    static func step(at now: Timestamp) -> Int64 {
        let seconds = now.wholeSeconds
        let rest = seconds % period
        return seconds / period - (rest < 0 ? 1 : 0)
    }

    /// Six digits (RFC 4226 §5.3).
    static func code(_ secret: [UInt8], step: Int64) -> Secret {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let code = HashFunction.sha1.authenticationCode(for: counter, key: secret)
        let offset = Int((code.last ?? 0) & 15)
        let word = code[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(word % modulus)
        return Secret(String(repeating: "0", count: 6 - digits.count) + digits)
    }

    /// Steps whose codes were accepted, in the order of acceptance: each one is accepted once (RFC 6238 §5.2).
    ///
    /// A code must belong to a step after the latest accepted one that the window reaches now. A step beyond the window was accepted while
    /// the clock was ahead; it is not considered, because the admin could not sign in until the clock reaches it again. This permits no
    /// replay: a code can be accepted only while the window reaches its step, and every accepted step that the window reaches is stored,
    /// as are those beyond it. Beyond ``capacity`` entries, the earliest accepted of those within reach is removed. Because each step takes
    /// 30 seconds, it left the window long before that.
    struct Accepted: Sendable, Equatable {
        static let capacity = 128
        fileprivate(set) var steps: [Int64]

        func last(at now: Timestamp, window: Int64) -> Int64? {
            let reach = TOTP.step(at: now) + window
            return steps.filter { $0 <= reach }.max()
        }

        mutating func insert(_ step: Int64, at now: Timestamp, window: Int64) {
            steps.append(step)
            guard steps.count > Self.capacity else { return }
            let reach = TOTP.step(at: now) + window
            steps.remove(at: steps.firstIndex { $0 <= reach } ?? 0)
        }
    }

    /// The step that a code belongs to: at most `window` steps from now, and later than `last`. Every step of the window is compared, each
    /// in constant time.
    /// - Parameter last: the last accepted step.
    static func match(_ code: Secret, _ secret: [UInt8], at now: Timestamp, window: Int64, after last: Int64?) -> Int64? {
        let isForm = code.count == 6 && code.withBytes { $0.allSatisfy { (0x30...0x39).contains($0) } }
        let present = step(at: now)
        var matching: Int64?
        for step in (present - window)...(present + window) {
            guard Self.code(secret, step: step).matches(code), matching == nil, last.map({ $0 < step }) ?? true else { continue }
            matching = step
        }
        return isForm ? matching : nil
    }
}
