import Crypto
import Cryptography
import Foundation
import Testing

/// Compares libcrypto and libsodium with swift-crypto.
@Suite struct CryptographyTests {
    private static let messages: [[UInt8]] = [[], [0], Array("abc".utf8), Array(repeating: 0xA5, count: 1000)]

    @Test(arguments: messages) func hashesEqualThoseOfSwiftCrypto(_ message: [UInt8]) {
        #expect(HashFunction.md5.hash(message) == Array(Insecure.MD5.hash(data: message)))
        #expect(HashFunction.sha1.hash(message) == Array(Insecure.SHA1.hash(data: message)))
        #expect(HashFunction.sha256.hash(message) == Array(SHA256.hash(data: message)))
        #expect(HashFunction.sha512.hash(message) == Array(SHA512.hash(data: message)))
    }

    @Test(arguments: messages) func authenticationCodesEqualThoseOfSwiftCrypto(_ key: [UInt8]) {
        let other = Crypto.SymmetricKey(data: key)
        for message in Self.messages {
            #expect(
                HashFunction.sha1.authenticationCode(for: message, key: key)
                    == Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: other)))
            #expect(
                HashFunction.sha256.authenticationCode(for: message, key: key)
                    == Array(HMAC<SHA256>.authenticationCode(for: message, using: other)))
            #expect(
                HashFunction.sha512.authenticationCode(for: message, key: key)
                    == Array(HMAC<SHA512>.authenticationCode(for: message, using: other)))
        }
    }

    @Test(arguments: messages) func sealedTextsAreExchangedWithSwiftCrypto(_ text: [UInt8]) throws {
        let bytes: [UInt8] = Array(7..<39)
        guard let key = Cryptography.SymmetricKey(bytes) else {
            Issue.record("32 bytes are a key")
            return
        }
        let other = Crypto.SymmetricKey(data: bytes)
        let sealed = text.withUnsafeBytes { ChaCha20Poly1305.seal($0, key: key, authenticating: [1, 2]) }
        let mine = try ChaChaPoly.SealedBox(combined: Data(sealed))
        let opened = try ChaChaPoly.open(mine, using: other, authenticating: Data([1, 2]))
        #expect(Array(opened) == text)
        let theirs = try ChaChaPoly.seal(Data(text), using: other, authenticating: Data([3]))
        let back = try ChaCha20Poly1305.open(Array(theirs.combined), key: key, authenticating: [3])
        #expect(back == text)
    }

    @Test func sealedTextWithAnyChangedByteIsRefused() throws {
        let key = Cryptography.SymmetricKey()
        let sealed = Array("secret".utf8).withUnsafeBytes { ChaCha20Poly1305.seal($0, key: key, authenticating: [1]) }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: ChaCha20Poly1305.AuthenticationFailure.self) {
                try ChaCha20Poly1305.open(changed, key: key, authenticating: [1])
            }
        }
        for end in sealed.indices {
            #expect(throws: ChaCha20Poly1305.AuthenticationFailure.self) {
                try ChaCha20Poly1305.open(Array(sealed[..<end]), key: key, authenticating: [1])
            }
        }
        #expect(throws: ChaCha20Poly1305.AuthenticationFailure.self) { try ChaCha20Poly1305.open(sealed, key: key, authenticating: [2]) }
        #expect(throws: ChaCha20Poly1305.AuthenticationFailure.self) {
            try ChaCha20Poly1305.open(sealed, key: Cryptography.SymmetricKey(), authenticating: [1])
        }
    }

    @Test func pointOffTheCurveIsRefused() {
        let point = Array(P256.Signing.PrivateKey().publicKey.x963Representation)
        #expect(PublicKey(p256: point) != nil)
        for index in 1..<point.count {
            var changed = point
            changed[index] ^= 1
            #expect(PublicKey(p256: changed) == nil)
        }
        #expect(PublicKey(p256: [0]) == nil)
        #expect(PublicKey(p256: [4] + Array(repeating: 0, count: 64)) == nil)
    }
}
