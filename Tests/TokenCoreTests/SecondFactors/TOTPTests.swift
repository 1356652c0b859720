import ServiceModel
import Testing

@testable import TokenCore

struct TOTPTests {
    private static let seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    /// RFC 4226, appendix D.
    @Test(arguments: zip(0...9, ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]))
    func codesOfCountersAreThoseOfRFC4226(_ counter: Int, _ code: String) throws {
        let secret = try #require(Base32.decode(Self.seed))
        #expect(TOTP.code(secret, step: Int64(counter)).revealed == code)
    }

    struct Row: Sendable {
        let secret: String
        let second: Int64
        let code: String
    }

    /// RFC 6238, appendix B, cut to six digits, and the contract's (`two-factor.md` §11).
    static let rows: [Row] = [
        (seed, 59, "287082"), (seed, 1_111_111_109, "081804"), (seed, 1_111_111_111, "050471"), (seed, 1_234_567_890, "005924"),
        (seed, 2_000_000_000, "279037"), (seed, 20_000_000_000, "353130"), ("MFRGGZDF", 0, "729896"), ("MFRGGZDF", 29, "729896"),
        ("MFRGGZDF", 30, "106998"), ("MFRGGZDF", 1_700_000_000, "245823"), ("MFRGGZDF", 1_700_000_009, "245823"),
        ("MFRGGZDF", 1_700_000_010, "321666"), ("MFRGGZDF", 1_700_000_040, "485651"),
    ].map { Row(secret: $0.0, second: $0.1, code: $0.2) }

    @Test(arguments: rows)
    func codesOfTimesAreThoseOfRFC6238(_ row: Row) throws {
        let secret = try #require(Base32.decode(row.secret))
        let now = Timestamp(milliseconds: row.second * 1000 + 999)
        #expect(TOTP.code(secret, step: TOTP.step(at: now)).revealed == row.code)
        #expect(TOTP.match(Secret(row.code), secret, at: now, window: 0, after: nil) == TOTP.step(at: now))
    }

    @Test func codeMatchesWithinTheWindowAndAfterTheLastStep() throws {
        let secret = try #require(Base32.decode(Self.seed))
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        let step = TOTP.step(at: now)
        for offset in Int64(-3)...3 {
            let code = TOTP.code(secret, step: step + offset)
            for window in Int64(0)...2 {
                let isWithin = abs(offset) <= window
                #expect(TOTP.match(code, secret, at: now, window: window, after: nil) == (isWithin ? step + offset : nil))
                #expect(TOTP.match(code, secret, at: now, window: window, after: step) == (isWithin && offset > 0 ? step + offset : nil))
            }
        }
    }

    @Test(arguments: ["", "28708", "2870820", " 287082", "287082 ", "287 082", "２８７０８２", "28708a", "-28708", "+28708"])
    func onlySixDigitsAreACode(_ code: String) throws {
        let secret = try #require(Base32.decode(Self.seed))
        #expect(TOTP.match(Secret(code), secret, at: Timestamp(milliseconds: 59_000), window: 1, after: nil) == nil)
    }

    /// The clock is right, then hours ahead, then right again, and finally reaches the time at which it was wrong.
    @Test(arguments: Int64(0)...2)
    func stepAcceptedWithAWrongClockNeitherLocksOutNorPermitsReplay(_ window: Int64) throws {
        let right = Timestamp(milliseconds: 1_700_000_000_000)
        let wrong = right.adding(seconds: 5 * 3600)
        var accepted = TOTP.Accepted(steps: [])
        var seen: Set<Int64> = []
        func offer(_ step: Int64, at now: Timestamp) -> Bool {
            guard abs(step - TOTP.step(at: now)) <= window, accepted.last(at: now, window: window).map({ $0 < step }) ?? true else {
                return false
            }
            accepted.insert(step, at: now, window: window)
            #expect(seen.insert(step).inserted, "accepted twice")
            return true
        }
        #expect(offer(TOTP.step(at: right), at: right))
        #expect(offer(TOTP.step(at: wrong), at: wrong))
        #expect(!offer(TOTP.step(at: right), at: right), "what was accepted before stays refused")
        let next = right.adding(seconds: 30)
        #expect(offer(TOTP.step(at: next), at: next), "the owner signs in at once")
        for now in [right, next, wrong, right, next, wrong.adding(seconds: 30), wrong] {
            for step in TOTP.step(at: now) - window...TOTP.step(at: now) + window { _ = offer(step, at: now) }
        }
        #expect(!offer(TOTP.step(at: wrong), at: wrong), "nor is it again when its time comes")
    }

    @Test func acceptedStepsAreBoundedAndTheEarliestWithinReachIsRemoved() {
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        let ahead = TOTP.step(at: now) + 10_000
        var accepted = TOTP.Accepted(steps: [ahead])
        for offset in 0..<Int64(TOTP.Accepted.capacity) {
            accepted.insert(TOTP.step(at: now) + offset, at: now.adding(seconds: Int(offset) * 30), window: 1)
        }
        #expect(accepted.steps.count == TOTP.Accepted.capacity && accepted.steps.first == ahead)
        #expect(!accepted.steps.contains(TOTP.step(at: now)))
    }

    @Test func timeBeforeTheEpochDoesNotTrap() throws {
        #expect(TOTP.step(at: Timestamp(milliseconds: -1)) == -1)
        #expect(TOTP.match(Secret("000000"), [1], at: Timestamp(milliseconds: -1), window: 2, after: nil) == nil)
    }
}

struct Base32Tests {
    /// RFC 4648 §10.
    @Test(
        arguments: zip(
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"], ["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"]))
    func encodingsAreThoseOfRFC4648(_ plain: String, _ encoded: String) {
        #expect(Base32.encode(Array(plain.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Array(plain.utf8))
    }

    @Test func caseSpacesAndPaddingAreIgnored() {
        #expect(Base32.decode("mzxw 6ytb oi======") == Array("foobar".utf8))
        for wrong in ["MZXW1", "MZXW-6", "MZXW\n6", "ÄÖ"] { #expect(Base32.decode(wrong) == nil) }
    }

    @Test(arguments: ["", "MFRGGZA", String(repeating: "A", count: 257), "0000000000"])
    func secretOfAWrongLengthOrAlphabetIsRefused(_ text: String) {
        #expect(GoogleFactor.canonical(Secret(text)) == nil)
    }

    @Test func secretIsStoredInCanonicalForm() {
        #expect(GoogleFactor.canonical(Secret("mfrg gzdf=")) == "MFRGGZDF")
    }
}
