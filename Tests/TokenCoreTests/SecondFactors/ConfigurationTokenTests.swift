import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

struct ConfigurationTokenTests {
    /// `two-factor.md` §11.
    private static let key = "0123456789abcdef0123456789abcdef"
    private static let vector =
        "eyJ1c2VyX2lkIjoxLCJ0ZmFfY29uZmlndXJhdGlvbiI6dHJ1ZSwiaXNzIjoxNzAwMDAwMDAwfS5OV1UzWm1Wa09XTXhNR015Tm1WbE5tRmxPV1l4TVRrell"
        + "UVmhZell6TmpVMlpUQTFNbUpoTmpoa09Ea3lOMlprWkdRNFlXWXhNamhpWXpkak9HSmhPUT09"

    private struct Keys: KeySource {
        let texts: [String]

        func keys() throws -> [SealingKey] {
            texts.compactMap { SealingKey(base64: Secret(Data($0.utf8).base64EncodedString())) }
        }
    }

    private let tokens = ConfigurationTokens(keyring: Keyring(Keys(texts: [key])))
    private let issued = Timestamp(milliseconds: 1_700_000_000_000)

    private func admin(endedAt: Timestamp? = nil) -> AdminAccount {
        var admin = AdminAccount(id: 1, username: "ops", email: "ops@example.test", passwordHash: "", roleID: 1, createdAt: issued)
        admin.setUpEndedAt = endedAt
        return admin
    }

    @Test func tokenIsThatOfTheContract() throws {
        #expect(try tokens.issue(to: admin(), at: issued).revealed == Self.vector)
        let claims = try #require(try tokens.read(Secret(Self.vector), at: issued))
        #expect(claims.adminID == 1 && claims.issuedAt == 1_700_000_000)
    }

    @Test(arguments: [(-61, false), (-60, true), (0, true), (3599, true), (3600, false), (1_000_000, false)])
    func tokenIsValidForAnHour(_ seconds: Int, _ isGood: Bool) throws {
        #expect((try tokens.read(Secret(Self.vector), at: issued.adding(seconds: seconds)) != nil) == isGood)
    }

    @Test func tokenOfAnOlderKeyIsValidAndOfAnotherKeyIsNot() throws {
        let rotated = ConfigurationTokens(
            keyring: Keyring(Keys(texts: [Self.key, "another key of thirty-two bytes.."].map { String($0.prefix(32)) })))
        #expect(try rotated.read(Secret(Self.vector), at: issued) != nil)
        #expect(try rotated.issue(to: admin(), at: issued).revealed != Self.vector)
        let foreign = ConfigurationTokens(keyring: Keyring(TransientKeys()))
        #expect(try foreign.read(Secret(Self.vector), at: issued) == nil)
    }

    @Test func tokenWithAnyChangedCharacterIsRefused() throws {
        for index in Self.vector.indices {
            for other in "A=b" where Self.vector[index] != other {
                var changed = Self.vector
                changed.replaceSubrange(index...index, with: String(other))
                #expect(try tokens.read(Secret(changed), at: issued) == nil)
            }
        }
    }

    @Test func otherEncodingsOfTheClaimsAreRefused() throws {
        let payload = #"{"user_id":1,"tfa_configuration":true,"iss":1700000000}"#
        let code = try tokens.keyring.authenticationCode(of: Array(payload.utf8))
        #expect(ConfigurationTokens.form(payload, mac: code) == Self.vector)
        for other in [
            #"{"user_id":01,"tfa_configuration":true,"iss":1700000000}"#, #"{"user_id": 1,"tfa_configuration":true,"iss":1700000000}"#,
            #"{"user_id":1,"tfa_configuration":false,"iss":1700000000}"#, #"{"user_id":1.0,"tfa_configuration":true,"iss":1700000000}"#,
            #"{"tfa_configuration":true,"user_id":1,"iss":1700000000}"#, #"{"user_id":-1,"tfa_configuration":true,"iss":1700000000}x"#,
            #"{"user_id":99999999999999999999,"tfa_configuration":true,"iss":1700000000}"#, "{}", "", ".", "null",
        ] {
            // With a valid code, but another encoding.
            let signed = ConfigurationTokens.form(other, mac: try tokens.keyring.authenticationCode(of: Array(other.utf8)))
            #expect(try tokens.read(Secret(signed), at: issued) == nil, "\(other)")
        }
        for text in [
            "", "abc", Self.vector + "=", Self.vector + "\n", String(Self.vector.dropLast()), String(repeating: "A", count: 100_000),
        ] {
            #expect(try tokens.read(Secret(text), at: issued) == nil)
        }
    }

    /// A token issued in the second in which older ones were ended must not count as one of them.
    @Test func tokenIsDatedAfterTheEndOfOlderOnes() throws {
        let token = try tokens.issue(to: admin(endedAt: issued), at: issued)
        #expect(try tokens.read(token, at: issued)?.issuedAt == 1_700_000_001)
    }
}
