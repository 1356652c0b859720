import Cryptography

/// COSE_Key (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4), as W3C §6.5.1.1 restricts it: `alg` is required, and optional parameters are not allowed.
extension VerificationKey {
    private static let keyType: CBORValue = 1
    private static let algorithm: CBORValue = 3

    /// `nil` unless the bytes are exactly one key for a supported algorithm.
    init?(cose bytes: [UInt8]) {
        guard let value = CBORReader.read(bytes) else { return nil }
        self.init(cose: value)
    }

    init?(cose value: CBORValue) {
        guard case .map(let key) = value, case .integer(let number)? = key[Self.algorithm] else { return nil }
        switch COSEAlgorithm(rawValue: number) {
        case .es256: self.init(es256: key)
        case .edDSA: self.init(edDSA: key)
        case .rs256: self.init(rs256: key)
        case nil: return nil
        }
    }

    /// kty EC2, crv P-256, both coordinates; compressed points are not allowed.
    private init?(es256 key: [CBORValue: CBORValue]) {
        guard key.count == 5, key[Self.keyType] == 2, key[-1] == 1, case .bytes(let x)? = key[-2], case .bytes(let y)? = key[-3],
            x.count == 32, y.count == 32
        else { return nil }
        let point = [0x04] + x + y
        guard let publicKey = PublicKey(p256: point) else { return nil }
        self.init(publicKey, for: .es256, point: point)
    }

    /// kty OKP, crv Ed25519.
    private init?(edDSA key: [CBORValue: CBORValue]) {
        guard key.count == 4, key[Self.keyType] == 1, key[-1] == 6, case .bytes(let x)? = key[-2],
            let publicKey = PublicKey(ed25519: x)
        else { return nil }
        self.init(publicKey, for: .edDSA)
    }

    /// kty RSA. Both numbers without leading zeros (RFC 8230 §4).
    private init?(rs256 key: [CBORValue: CBORValue]) {
        guard key.count == 4, key[Self.keyType] == 3, case .bytes(let modulus)? = key[-1], case .bytes(let exponent)? = key[-2] else {
            return nil
        }
        self.init(modulus: modulus, exponent: exponent)
    }

    /// Limits the exponent to 32 bits, so that verification is fast. Modulus and exponent of an RSA key are odd.
    private init?(modulus: [UInt8], exponent: [UInt8]) {
        guard let high = modulus.first, high != 0, Self.modulusBits.contains(modulus.count * 8 - high.leadingZeroBitCount),
            let first = exponent.first, first != 0, exponent.count <= 4,
            let low = modulus.last, low & 1 == 1, let publicKey = PublicKey(rsaModulus: modulus, exponent: exponent)
        else { return nil }
        self.init(publicKey, for: .rs256)
    }
}
