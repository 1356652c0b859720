import ServiceModel
import Synchronization
import Testing

@testable import TokenCore

struct MagentoHashTests {
    private static let salt = "abcdefghijklmnopqrstuvwxyz012345"
    private static let key = Secret("0123456789abcdef0123456789abcdef")
    private static let argon = "3947ee47a7d5e576f8f43c6b7d7ac6b51823ab989f5609ae7a4e4e87a332223b"

    /// Contract: `tokens.md` B, password `Passw0rd!`.
    static let vectors = [
        "6d49a1b7f01054fa39eccf3ffd052061:\(salt):0",
        "4ffbb8dfad06591d7f3e2d8dca9fb1bcdff54086262a948fd65647bc8f5a0bc1:\(salt):1",
        "\(argon):\(salt):2",
        "\(argon):\(salt):3_32_2_67108864",
        "550350fe6832bb3c5af6e9385d9245897cb8b8380f5bc1f4b9002a81b8bf079e:\(salt):0:1",
        "0228841473535b7cf6cc451474f8b8f636527f57f1076a69b077d62aed5f3f1a:\(salt):1:3_32_2_67108864",
        "e3c6928a6f9565c9eee17cc3a427aaf86c54ab2fcf731b3839836230aaf9ad3e:\(salt):0:1:2",
        "da9fe691579a69985b4037284e27587961a99aaddd73efbdf9ec9ebaa0daa842:salt:2",
        "df5d27c17eabebee696204fa792d675d74f6794571cd043eb407f27ac55fa2b4",
    ]

    @Test(arguments: vectors)
    func theVectorsOfTheContractVerify(_ stored: String) throws {
        #expect(PasswordHashFormat.isAcceptable(stored))
        let hash = try #require(MagentoHash(stored))
        #expect(hash.verify(Secret("Passw0rd!"), keys: [Secret("another"), Self.key]) == true)
        for wrong in ["Passw0rd", "passw0rd!", "", "Passw0rd!\u{0}"] {
            #expect(hash.verify(Secret(wrong), keys: [Self.key]) == false)
        }
    }

    @Test func aKeyedHashNeedsItsKey() throws {
        let stored = try #require(Self.vectors.last)
        let hash = try #require(MagentoHash(stored))
        #expect(PasswordHashFormat.needsKey(stored))
        #expect(!PasswordHashFormat.needsKey(Self.vectors[0]))
        #expect(hash.verify(Secret("Passw0rd!"), keys: []) == false)
        #expect(hash.verify(Secret("Passw0rd!"), keys: [Secret("another")]) == false)
    }

    @Test func theBoundsOfTheContractAreAccepted() {
        for version in ["3_16_1_8388608", "3_64_10_268435456", "0:1:2:3_32_2_67108864", "1:1:1:1"] {
            let length = version.hasPrefix("3_16") ? 32 : version.hasPrefix("3_64") ? 128 : 64
            #expect(PasswordHashFormat.isAcceptable("\(String(repeating: "a", count: length)):\(Self.salt):\(version)"), "\(version)")
        }
    }

    @Test(arguments: [
        "3_15_2_67108864", "3_65_2_67108864", "3_32_0_67108864", "3_32_11_67108864", "3_32_2_8388607", "3_32_2_268435457",
        "3_32_2_99999999999999999999", "3_32_-2_67108864", "3_32_+2_67108864", "3_32_2_67108864_1", "3_32_2", "3", "3_", "4", "-1", "00",
        "2 ", "", ":", "2:", ":2", "1:1:1:1:1", "0x1", "3_0x20_2_67108864", "\u{0662}",
    ])
    func hostileVersionsAreRefused(_ version: String) {
        for length in [30, 32, 64, 128, 130] {
            #expect(!PasswordHashFormat.isAcceptable("\(String(repeating: "a", count: length)):\(Self.salt):\(version)"))
        }
    }

    @Test(arguments: [
        "", "a", ":", "::", ":::", "aa:salt", "6d49a1b7f01054fa39eccf3ffd052061", "6D49A1B7F01054FA39ECCF3FFD052061:s:0",
        "6d49a1b7f01054fa39eccf3ffd05206:s:0", "6d49a1b7f01054fa39eccf3ffd052061:s:1", "6d49a1b7f01054fa39eccf3ffd05206g:s:0",
        "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", "\(argon)::2", "\(argon)::1:2", "\(argon):\(String(repeating: "s", count: 256)):2",
        "plain",
    ])
    func otherFormsAreRefused(_ stored: String) {
        #expect(!PasswordHashFormat.isAcceptable(stored))
    }
}

struct MigratingHasherTests {
    /// Counts its calls.
    private final class Counting: PasswordHasher {
        let dummyHash = "$stand-in"
        let asked = Mutex<[String]>([])

        func hash(_ password: Secret) -> String? { "$new" }
        func isOutdated(_ stored: String) -> Bool { stored != "$new" }
        func verify(_ password: Secret, against stored: String) -> Bool? {
            asked.withLock { $0.append(stored) }
            return true
        }
    }

    @Test func cheapAndUnknownFormsCostTheDummyHash() {
        let current = Counting()
        let hasher = MigratingHasher(current, keyring: Keyring(TransientKeys()))
        for stored in [MagentoHashTests.vectors[0], MagentoHashTests.vectors[4], "junk", ""] {
            #expect(hasher.verify(Secret("x"), against: stored) == false)
        }
        #expect(current.asked.withLock { $0 } == Array(repeating: "$stand-in", count: 4))
        #expect(hasher.verify(Secret("x"), against: MagentoHashTests.vectors[2]) == false)
        #expect(current.asked.withLock { $0.count } == 4)
    }

    @Test func keyedHashesAreStoredWithTheirSealedKeys() throws {
        let keyring = Keyring(TransientKeys())
        let hasher = MigratingHasher(Counting(), keyring: keyring)
        let hash = try #require(MagentoHashTests.vectors.last)
        let keys = [Secret("another"), Secret("0123456789abcdef0123456789abcdef")]
        let stored = PasswordHashFormat.keyed(hash, with: try PasswordHashFormat.seal(cryptKeys: keys, with: keyring))
        #expect(!stored.contains("0123456789abcdef"))
        #expect(hasher.verify(Secret("Passw0rd!"), against: stored) == true)
        #expect(hasher.verify(Secret("Passw0rd"), against: stored) == false)
        #expect(hasher.isOutdated(stored) && !PasswordHashFormat.isAcceptable(stored))
        #expect(hasher.verify(Secret("Passw0rd!"), against: hash) == false)
        for broken in ["keyed:", "keyed:\(hash)", "keyed:junk:\(stored)"] {
            #expect(hasher.verify(Secret("Passw0rd!"), against: broken) == false)
        }
        // Without the keys the password cannot be verified.
        #expect(MigratingHasher(Counting(), keyring: Keyring(TransientKeys())).verify(Secret("Passw0rd!"), against: stored) == nil)
    }

    @Test func currentHashesAreVerifiedByTheCurrentHasher() {
        let current = Counting()
        let hasher = MigratingHasher(current, keyring: Keyring(TransientKeys()))
        #expect(hasher.verify(Secret("x"), against: "$new") == true)
        #expect(current.asked.withLock { $0 } == ["$new"])
        #expect(hasher.isOutdated(MagentoHashTests.vectors[2]))
        #expect(!hasher.isOutdated("$new"))
    }
}
