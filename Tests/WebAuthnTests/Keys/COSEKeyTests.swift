import Crypto
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

/// Row 8 of the registration.
@Suite struct COSEKeyTests {
    private static let point: (x: [UInt8], y: [UInt8]) = {
        let raw = Array(P256.Signing.PrivateKey().publicKey.rawRepresentation)
        return (Array(raw.prefix(32)), Array(raw.suffix(32)))
    }()
    private static let edPoint = Array(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)
    private let x = CBOR.bytes(point.x)
    private let y = CBOR.bytes(point.y)
    private let edX = CBOR.bytes(edPoint)
    private let e = CBOR.bytes([1, 0, 1])

    /// An odd number of that many bits.
    private static func modulus(bits: Int) -> [UInt8] {
        [UInt8(1 << ((bits - 1) % 8))] + Array(repeating: 0xA5, count: (bits - 1) / 8 - 1) + [0x01]
    }

    private func isTaken(_ key: CBOR) throws -> Bool {
        let software = SoftwareKey.es256
        let registration = try Registration(software).with {
            $0.data.rest = AuthData.credential(id: software.id, publicKey: key.encoded)
        }
        let refusal = registration.refusal
        #expect(refusal == nil || refusal == .data)
        #expect((VerificationKey(cose: key.encoded) != nil) == (refusal == nil))
        return refusal == nil
    }

    @Test func keyOfEachAlgorithmIsAccepted() throws {
        #expect(try isTaken(.es256(x: Self.point.x, y: Self.point.y)))
        #expect(try isTaken(.map([-3: y, -2: x, -1: 1, 3: -7, 1: 2])))
        #expect(try isTaken(.map([1: 1, 3: -8, -1: 6, -2: edX])))
    }

    @Test(arguments: [2048, 2049, 2055, 2056, 3072, 4095, 4096])
    func rsaModulusOf2048To4096BitsIsAccepted(_ bits: Int) throws {
        #expect(try isTaken(.rs256(modulus: Self.modulus(bits: bits), exponent: [1, 0, 1])))
    }

    @Test(arguments: [16, 512, 1024, 2040, 2047, 4097, 4104, 8192, 16384, 262144])
    func otherRSAModulusIsRefused(_ bits: Int) throws {
        #expect(try !isTaken(.rs256(modulus: Self.modulus(bits: bits), exponent: [1, 0, 1])))
    }

    @Test func malformedRSANumbersAreRefused() throws {
        let modulus = Self.modulus(bits: 2048)
        for exponent in [[3], [17], [1, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]] {
            #expect(try isTaken(.rs256(modulus: modulus, exponent: exponent)))
        }
        let exponents: [[UInt8]] = [
            [], [0], [1], [2], [4], [0, 3], [0, 1, 0, 1], [1, 0, 0], [1, 0, 0, 0, 1], modulus, Array(repeating: 0xFF, count: 60000),
        ]
        for exponent in exponents { #expect(try !isTaken(.rs256(modulus: modulus, exponent: exponent))) }
        let moduli: [[UInt8]] = [[], [0], [0] + modulus, modulus.dropLast() + [0x02], Array(repeating: 0, count: 256)]
        for modulus in moduli { #expect(try !isTaken(.rs256(modulus: modulus, exponent: [1, 0, 1]))) }
    }

    @Test func pointOffTheCurveIsRefused() throws {
        let field = try [UInt8](hex: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")
        let zero = Array(repeating: UInt8(0), count: 32)
        let (x, y) = Self.point
        let points: [([UInt8], [UInt8])] = [
            (zero, zero), (x, zero), (zero, y), (x, x), (y, x), (field, y), (x, field), (field, field), ([], []), (x, []), ([], y),
            (x.dropLast(), y), (x, y.dropLast()), ([0] + x, y), (x, [0] + y), (x + [0], y), (x + y, []), ([4] + x + y, []),
            (Array(x.dropLast()), [x[31]] + y), (Array(repeating: 0xFF, count: 32), Array(repeating: 0xFF, count: 32)),
        ]
        for (x, y) in points { #expect(try !isTaken(.es256(x: x, y: y)), "\(x) \(y)") }
        for position in 0..<64 {
            var (x, y) = Self.point
            if position < 32 { x[position] ^= 1 } else { y[position - 32] ^= 1 }
            // A changed x belongs to another point in half of the cases, but never with this y.
            #expect(try !isTaken(.es256(x: x, y: y)), "byte \(position)")
        }
    }

    @Test func otherCOSEKeysAreRefused() throws {
        let n = CBOR.bytes(Self.modulus(bits: 2048))
        let keys: [CBOR] = [
            .map([:]), .list([1, 2]), x, 1, .raw([0xF6]), .raw([]), .raw([0xBF, 0xFF]), .raw([0xA5]),
            // kty, alg and crv that do not belong together.
            .map([1: 1, 3: -7, -1: 1, -2: x, -3: y]), .map([1: 3, 3: -7, -1: 1, -2: x, -3: y]),
            .map([1: 2, 3: -8, -1: 1, -2: x, -3: y]), .map([1: 2, 3: -7, -1: 2, -2: x, -3: y]),
            .map([1: 2, 3: -7, -1: 6, -2: x, -3: y]), .map([1: 2, 3: -7, -1: 8, -2: x, -3: y]),
            .map([1: 2, 3: -35, -1: 1, -2: x, -3: y]), .map([1: 2, 3: 7, -1: 1, -2: x, -3: y]),
            .map([1: 2, 3: -9, -1: 1, -2: x, -3: y]), .map([1: 1, 3: -8, -1: 4, -2: edX]),
            .map([1: 1, 3: -8, -1: 7, -2: edX]), .map([1: 2, 3: -8, -1: 6, -2: edX]),
            .map([1: 1, 3: -19, -1: 6, -2: edX]), .map([1: 3, 3: -37, -1: n, -2: e]),
            .map([1: 3, 3: -65535, -1: n, -2: e]), .map([1: 2, 3: -257, -1: n, -2: e]),
            .map([1: 3, 3: -258, -1: n, -2: e]),
            // A missing member.
            .map([3: -7, -1: 1, -2: x, -3: y]), .map([1: 2, -1: 1, -2: x, -3: y]), .map([1: 2, 3: -7, -2: x, -3: y]),
            .map([1: 2, 3: -7, -1: 1, -3: y]), .map([1: 2, 3: -7, -1: 1, -2: x]), .map([3: -8, -1: 6, -2: edX]),
            .map([1: 1, 3: -8, -2: edX]), .map([1: 1, 3: -8, -1: 6]), .map([1: 3, 3: -257, -2: e]),
            .map([1: 3, 3: -257, -1: n]), .map([3: -257, -1: n, -2: e]),
            // An additional member (W3C §6.5.1.1), or a duplicate one.
            .map([1: 2, 2: .bytes([1]), 3: -7, -1: 1, -2: x, -3: y]), .map([1: 2, 3: -7, 4: .list([2]), -1: 1, -2: x, -3: y]),
            .map([1: 1, 3: -8, -1: 6, -2: edX, -4: edX]), .map([1: 3, 3: -257, -1: n, -2: e, -3: e]),
            .map([1: 2, 3: -7, -1: 1, -2: x, -2: x]), .map([1: 2, 1: 2, 3: -7, -1: 1, -2: x, -3: y]),
            // Members of a wrong type.
            .map([1: "EC2", 3: -7, -1: 1, -2: x, -3: y]), .map([1: 2, 3: "ES256", -1: 1, -2: x, -3: y]),
            .map([1: 2, 3: -7, -1: "P-256", -2: x, -3: y]), .map([1: 2, 3: -7, -1: 1, -2: 1, -3: y]),
            .map([1: 2, 3: -7, -1: 1, -2: x, -3: .raw([0xF5])]), .map([1: 2, 3: -7, -1: 1, -2: x, -3: "y"]),
            .map([1: 1, 3: -8, -1: 6, -2: "x"]), .map([1: 3, 3: -257, -1: 65537, -2: e]),
            .map([1: 3, 3: -257, -1: n, -2: 65537]), .map([.raw([0x18, 0x01]): 2, 3: -7, -1: 1, -2: x, -3: y]),
            .map([1: 2, 3: .raw([0x38, 0x06]), -1: 1, -2: x, -3: y]), .map(["1": 2, "3": -7, "-1": 1, "-2": x, "-3": y]),
            // Coordinates of wrong lengths.
            .map([1: 1, 3: -8, -1: 6, -2: .bytes([])]), .map([1: 1, 3: -8, -1: 6, -2: .bytes(Array(repeating: 1, count: 31))]),
            .map([1: 1, 3: -8, -1: 6, -2: .bytes(Array(repeating: 1, count: 33))]),
        ]
        for key in keys { #expect(try !isTaken(key), "\(key)") }
    }
}
