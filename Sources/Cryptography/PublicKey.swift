import COpenSSL

/// A public key that verifies signatures, bound to one algorithm.
public struct PublicKey: Sendable {
    public enum Algorithm: Sendable, Equatable {
        /// ECDSA on P-256 with SHA-256; signatures in DER (RFC 3279 §2.2.3).
        case ecdsaP256
        /// Ed25519 (RFC 8032); signatures of 64 bytes.
        case ed25519
        /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2); signatures as long as the modulus.
        case rsa
    }

    /// Owns a reference to libcrypto's key, which is never modified.
    final class Handle: @unchecked Sendable {
        let key: OpaquePointer

        /// Takes ownership of the reference.
        init(_ key: OpaquePointer) { self.key = key }

        deinit { EVP_PKEY_free(key) }
    }

    public let algorithm: Algorithm
    /// Length of an RSA modulus; 0 for other algorithms.
    public let modulusBits: Int
    private let handle: Handle

    /// - Parameter point: uncompressed (`04`, x, y), 65 bytes. `nil` unless it is on the curve.
    public init?(p256 point: [UInt8]) {
        guard point.count == 65, point.first == 4 else { return nil }
        // SubjectPublicKeyInfo of RFC 5480: id-ecPublicKey, prime256v1, and the point as a BIT STRING.
        let info: [UInt8] =
            [
                0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D,
                0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
            ] + point
        let key: Handle? = info.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return d2i_PUBKEY(nil, &position, buffer.count).map(Handle.init)
        }
        ERR_clear_error()
        guard let key, Self.isValidKey(key) else { return nil }
        self.init(key, .ecdsaP256)
    }

    /// - Parameter bytes: 32 bytes; `nil` for any other number.
    public init?(ed25519 bytes: [UInt8]) {
        guard bytes.count == 32, let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else { return nil }
        self.init(Handle(key), .ed25519)
    }

    /// - Parameters:
    ///   - modulus: big-endian, at most 16384 bits.
    ///   - exponent: big-endian.
    public init?(rsaModulus modulus: [UInt8], exponent: [UInt8]) {
        guard modulus.count <= 2048, exponent.count <= 8, let low = exponent.last, low & 1 == 1, exponent != [1] else { return nil }
        // RSAPublicKey of RFC 8017 §A.1.1.
        let sequence = Self.der(0x30, Self.derInteger(modulus) + Self.derInteger(exponent))
        let key: Handle? = sequence.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return d2i_PublicKey(EVP_PKEY_RSA, nil, &position, buffer.count).map(Handle.init)
        }
        ERR_clear_error()
        guard let key else { return nil }
        self.init(key, .rsa)
    }

    /// The key of a certificate; `nil` for other algorithms.
    init?(_ handle: Handle) {
        switch EVP_PKEY_get_id(handle.key) {
        case EVP_PKEY_EC:
            var name = [CChar](repeating: 0, count: 64)
            var length = 0
            guard EVP_PKEY_get_group_name(handle.key, &name, name.count, &length) == 1,
                name.prefix(length).elementsEqual("prime256v1".utf8.map { CChar(bitPattern: $0) }), Self.isValidKey(handle)
            else { return nil }
            self.init(handle, .ecdsaP256)
        case EVP_PKEY_ED25519: self.init(handle, .ed25519)
        case EVP_PKEY_RSA: self.init(handle, .rsa)
        default: return nil
        }
    }

    private init(_ handle: Handle, _ algorithm: Algorithm) {
        self.handle = handle
        self.algorithm = algorithm
        modulusBits = algorithm == .rsa ? Int(EVP_PKEY_get_bits(handle.key)) : 0
    }

    /// Whether the signature has the only format of the algorithm and verifies.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch algorithm {
        // libcrypto re-encodes the signature and refuses any other encoding.
        case .ecdsaP256: break
        case .ed25519: guard signature.count == 64 else { return false }
        case .rsa: guard signature.count == (modulusBits + 7) / 8 else { return false }
        }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        let function = algorithm == .ed25519 ? nil : HashFunction.sha256.algorithm
        return EVP_DigestVerifyInit(context, nil, function, nil, handle.key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    /// Whether the key is valid: the point is on the curve and not at infinity.
    private static func isValidKey(_ handle: Handle) -> Bool {
        guard let context = EVP_PKEY_CTX_new(handle.key, nil) else { return false }
        defer {
            EVP_PKEY_CTX_free(context)
            ERR_clear_error()
        }
        return EVP_PKEY_public_check(context) == 1
    }

    /// A DER value: tag, length and contents of at most 65535 bytes.
    private static func der(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
        let count = contents.count
        let length: [UInt8] =
            switch count {
            case ..<0x80: [UInt8(truncatingIfNeeded: count)]
            case ..<0x100: [0x81, UInt8(truncatingIfNeeded: count)]
            default: [0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
            }
        return [tag] + length + contents
    }

    /// A non-negative integer in its shortest form.
    private static func derInteger(_ bytes: [UInt8]) -> [UInt8] {
        let digits = bytes.drop { $0 == 0 }
        guard let high = digits.first else { return der(0x02, [0]) }
        return der(0x02, (high & 0x80 == 0 ? [] : [0]) + digits)
    }
}
