import ServiceModel
import TestSupport
import Testing

@testable import MagentoImport

struct CryptKeysTests {
    private static let key = "0123456789abcdef0123456789abcdef"
    private static let sealed = "0:3:AAECAwQFBgcICQoLtXkGfyAZu+3CbF0qMUkckHCCKG/D7pMq"

    private func outcome(_ keys: String, _ stored: String) throws -> Result<String, CryptKeys.Failure> {
        let keys = try #require(CryptKeys(Secret(keys)))
        return Result { () throws(CryptKeys.Failure) in try keys.plain(stored) }.map(\.revealed)
    }

    @Test func theContractVectorIsDecrypted() throws {
        #expect(try outcome(Self.key, Self.sealed) == .success("MFRGGZDF"))
        #expect(try outcome("\(Self.key)\n", Self.sealed) == .success("MFRGGZDF"))
        let encoded = "base64MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
        #expect(try outcome(encoded, Self.sealed) == .success("MFRGGZDF"))
    }

    @Test func theIndexSelectsTheKey() throws {
        let other = String(repeating: "x", count: 32)
        let second = "1" + Self.sealed.dropFirst()
        #expect(try outcome("\(other)\n\(Self.key)", second) == .success("MFRGGZDF"))
        #expect(try outcome("\(other)\n\(Self.key)", Self.sealed) == .failure(.undecipherable))
        #expect(try outcome(Self.key, second) == .failure(.keyMissing(1)))
    }

    @Test func shortTextsAreNotDecrypted() throws {
        #expect(try outcome(Self.key, "MFRGGZDFMFRGGZDFMFRGGZDFMFRGGZDF") == .success("MFRGGZDFMFRGGZDFMFRGGZDFMFRGGZDF"))
        #expect(try outcome(Self.key, String(repeating: "x", count: 33)) == .failure(.undecipherable))
    }

    @Test(arguments: [
        "0:2:AAECAwQFBgcICQoLtXkGfyAZu+3CbF0qMUkckHCCKG/D7pMq", "0:3:AAEC", "0:3:", "0:3:!", "-1:3:AAEC", "99999999999999999999:3:AAEC",
        "0:3:AAECAwQFBgcICQoLtXkGfyAZu+3CbF0qMUkckHCCKG/D7pMr", ":::", "0:3:AAECAwQFBgcICQoLtXkGfyAZu+3CbF0qMUkckHCCKG/D7pMq:",
    ])
    func forgedAndTruncatedTextsAreRefused(_ stored: String) throws {
        #expect(try outcome(Self.key, stored) == .failure(.undecipherable))
    }

    @Test(arguments: ["", "\n", "short", "0123456789abcdef0123456789abcdef x", "base64AAAA", "base64"])
    func keysHave32Bytes(_ text: String) {
        #expect(CryptKeys(Secret(text)) == nil)
    }
}
