import Cryptography
import ServiceModel

/// One-time codes by time (RFC 6238 over RFC 4226): SHA-1, six digits, steps of 30 seconds since 1970. Pure.
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
    /// The step after which a code may be accepted is the latest of those that are within reach of the window now. A step ahead of that
    /// was accepted while the clock was wrong; if it counted, its owner could not sign in before the clock gets there again. Leaving it
    /// out lets nothing be replayed: a code can be accepted only when its step is within reach, and of these every accepted one is
    /// remembered, so that it, and all before it, stay refused. Steps that are ahead are kept, too, for when the clock gets there. Only
    /// when there are more than ``kept`` is one forgotten, the one accepted first of those within reach: since then as many others were
    /// accepted, which takes far longer than the window is wide, for there is one for each 30 seconds.
    struct Accepted: Sendable, Equatable {
        static let kept = 128
        fileprivate(set) var steps: [Int64]

        func last(at now: Timestamp, window: Int64) -> Int64? {
            let reach = TOTP.step(at: now) + window
            return steps.filter { $0 <= reach }.max()
        }

        mutating func insert(_ step: Int64, at now: Timestamp, window: Int64) {
            steps.append(step)
            guard steps.count > Self.kept else { return }
            let reach = TOTP.step(at: now) + window
            steps.remove(at: steps.firstIndex { $0 <= reach } ?? 0)
        }
    }

    /// The step that a code belongs to, among those that may be accepted: at most `window` from now, and later than the last one that
    /// was accepted. Every step is compared, each in constant time.
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
