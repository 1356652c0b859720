import Crypto
import CryptoExtras
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

/// Row 5 of the sign-in: each algorithm has exactly one format of signatures.
@Suite struct SignatureTests {
    private func isRefused(_ key: SoftwareKey, _ signature: [UInt8]) throws -> Bool {
        try Assertion(key).with { $0.signature = quoted(base64(signature)) }.isRefused()
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func signatureWithAnyChangedByteIsRefused(_ algorithm: COSEAlgorithm) throws {
        let key = try SoftwareKey.made(algorithm)
        let signature = try key.sign(Assertion(key).message)
        #expect(try !isRefused(key, signature))
        for position in signature.indices {
            for change in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
                var changed = signature
                changed[position] ^= change
                #expect(try isRefused(key, changed), "byte \(position) ^ \(change)")
            }
        }
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func signatureOfAnotherLengthIsRefused(_ algorithm: COSEAlgorithm) throws {
        let key = try SoftwareKey.made(algorithm)
        let signature = try key.sign(Assertion(key).message)
        for count in signature.indices { #expect(try isRefused(key, Array(signature.prefix(count))), "first \(count)") }
        for tail in [[0x00], [0xFF], Array(repeating: 0, count: 30000)] as [[UInt8]] {
            #expect(try isRefused(key, signature + tail))
            #expect(try isRefused(key, tail + signature))
        }
        for byte in [0x00, 0x30, 0x80, 0xFF] as [UInt8] {
            #expect(try isRefused(key, Array(repeating: byte, count: signature.count)))
        }
    }

    @Test func signatureOfAnotherAlgorithmOrMessageIsRefused() throws {
        for key in try COSEAlgorithm.allCases.map(SoftwareKey.made) {
            let message = try Assertion(key).message
            for other in try COSEAlgorithm.allCases.map(SoftwareKey.made) where other.algorithm != key.algorithm {
                #expect(try isRefused(key, other.sign(message)))
            }
            #expect(try isRefused(key, key.sign(Array(message.dropLast()))))
            #expect(try isRefused(key, key.sign(Array(SHA256.hash(data: message)))))
        }
    }

    @Test func otherEncodingsThanDERAreRefused() throws {
        let key = SoftwareKey.es256
        guard case .es256(let secret) = key.secret else { return }
        let raw = Array(try secret.signature(for: Assertion(key).message).rawRepresentation)
        let (r, s) = (Array(raw.prefix(32)), Array(raw.suffix(32)))
        let order = try [UInt8](hex: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
        let one = Array(repeating: UInt8(0), count: 31) + [1]
        let (shortR, shortS) = (Self.integer(r), Self.integer(s))
        let body = shortR + shortS
        #expect(try !isRefused(key, Self.sequence(body)))

        let forms: [(String, [UInt8])] = [
            ("empty", []), ("raw", raw), ("empty sequence", [0x30, 0x00]), ("bytes behind", Self.sequence(body) + [0x00]),
            ("bytes within", Self.sequence(body + [0x00])), ("null within", Self.sequence(body + [0x05, 0x00])),
            ("three numbers", Self.sequence(body + [0x02, 0x01, 0x01])), ("one number", Self.sequence(shortR)),
            ("swapped", Self.sequence(shortS + shortR)), ("r too long", Self.sequence(Self.padded(shortR) + shortS)),
            ("s too long", Self.sequence(shortR + Self.padded(shortS))), ("set", [0x31] + Self.sequence(body).dropFirst()),
            ("octets", Self.sequence([0x04] + shortR.dropFirst() + shortS)), ("long length", [0x30, 0x81, UInt8(body.count)] + body),
            ("longer length", [0x30, 0x82, 0x00, UInt8(body.count)] + body), ("indefinite length", [0x30, 0x80] + body + [0x00, 0x00]),
            ("length of length 127", [0x30, 0xFF] + body), ("r of zero", Self.sequence([0x02, 0x01, 0x00] + shortS)),
            ("s of zero", Self.sequence(shortR + [0x02, 0x01, 0x00])), ("both zero", Self.sequence([2, 1, 0, 2, 1, 0])),
            ("r of nothing", Self.sequence([0x02, 0x00] + shortS)), ("s of nothing", Self.sequence(shortR + [0x02, 0x00])),
            ("both one", Self.sequence(Self.integer(one) + Self.integer(one))),
            ("r of the order", Self.sequence(Self.integer(order) + shortS)),
            ("s of the order", Self.sequence(shortR + Self.integer(order))),
            ("negative r", Self.sequence([0x02, 0x20, r[0] | 0x80] + r.dropFirst() + shortS)),
            ("negative s", Self.sequence(shortR + [0x02, 0x20, s[0] | 0x80] + s.dropFirst())),
            ("minus one", Self.sequence([2, 1, 0xFF, 2, 1, 0xFF])),
            ("r of 40 bytes", Self.sequence([0x02, 0x28] + Array(repeating: 1, count: 40) + shortS)),
            ("huge r", Self.sequence([0x02, 0x84, 0xFF, 0xFF, 0xFF, 0xFF] + r)), ("deep", Array(repeating: 0x30, count: 40000)),
            ("deep and right", (0..<60).reduce(Self.sequence(body)) { inner, _ in Self.sequence(inner) }),
        ]
        for (what, signature) in forms { #expect(try isRefused(key, signature), "\(what)") }
    }

    /// Adds the group order to S: the same scalar, not reduced (RFC 8032 §5.1.7).
    @Test func ed25519SignatureWithUnreducedScalarIsRefused() throws {
        let key = try SoftwareKey.made(.edDSA)
        let order = try [UInt8](hex: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var signature = try key.sign(Assertion(key).message)
        var carry = 0
        for (index, byte) in order.enumerated() {
            let sum = Int(signature[32 + index]) + Int(byte) + carry
            signature[32 + index] = UInt8(sum & 0xFF)
            carry = sum >> 8
        }
        #expect(carry == 0)
        #expect(try isRefused(key, signature))
    }

    @Test func otherRSASignatureSchemesAreRefused() throws {
        let key = try SoftwareKey.made(.rs256)
        guard case .rs256(let secret) = key.secret else { return }
        let message = try Assertion(key).message
        let sha256 = SHA256.hash(data: message)
        #expect(try isRefused(key, Array(secret.signature(for: sha256, padding: .PSS).rawRepresentation)))
        let sha1 = Insecure.SHA1.hash(data: message)
        #expect(try isRefused(key, Array(secret.signature(for: sha1, padding: .insecurePKCS1v1_5).rawRepresentation)))
        let sha384 = SHA384.hash(data: message)
        #expect(try isRefused(key, Array(secret.signature(for: sha384, padding: .insecurePKCS1v1_5).rawRepresentation)))
        #expect(try isRefused(key, Array(secret.publicKey.getKeyPrimitives().modulus)))
    }

    private static func integer(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array(bytes.drop { $0 == 0 })
        let body = digits.first.map { $0 >= 0x80 } ?? true ? [0] + digits : digits
        return [0x02, UInt8(body.count)] + body
    }

    /// Adds a superfluous leading zero to the number.
    private static func padded(_ integer: [UInt8]) -> [UInt8] {
        [0x02, integer[1] + 1, 0x00] + integer.dropFirst(2)
    }

    private static func sequence(_ body: [UInt8]) -> [UInt8] {
        body.count < 0x80 ? [0x30, UInt8(body.count)] + body : [0x30, 0x81, UInt8(body.count & 0xFF)] + body
    }
}

extension [UInt8] {
    init(hex: String) throws {
        let digits = try hex.map { try #require($0.hexDigitValue) }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
