import CSodium

/// A key of 32 bytes. Its memory is overwritten when the last copy is released.
public struct SymmetricKey: Sendable {
    /// In bytes.
    public static let length = 32

    private final class Storage: @unchecked Sendable {
        // Written in `init` and `deinit` only.
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: SymmetricKey.length)

        deinit {
            sodium_memzero(bytes, SymmetricKey.length)
            bytes.deallocate()
        }
    }

    private let storage = Storage()

    /// A random key.
    public init() {
        randombytes_buf(storage.bytes, Self.length)
    }

    /// `nil` unless there are 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        for (index, byte) in bytes.enumerated() where index < Self.length { storage.bytes[index] = byte }
    }

    /// Gives access to the bytes during the call.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: storage.bytes, count: Self.length))
    }

    fileprivate func withPointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        withExtendedLifetime(storage) { body(storage.bytes) }
    }
}

/// ChaCha20-Poly1305 (RFC 8439) with a nonce of 12 bytes.
public enum ChaCha20Poly1305 {
    public static let nonceLength = 12
    public static let tagLength = 16

    /// The sealed text was modified, or sealed with another key or with other authenticated data.
    public struct AuthenticationFailure: Error {}

    /// - Returns: a random nonce, ciphertext and tag.
    public static func seal(_ text: UnsafeRawBufferPointer, key: SymmetricKey, authenticating data: [UInt8]) -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: nonceLength)
        randombytes_buf(&nonce, nonce.count)
        let sealed = [UInt8](unsafeUninitializedCapacity: text.count + tagLength) { buffer, count in
            guard let output = buffer.baseAddress else { return }
            var length: UInt64 = 0
            _ = key.withPointer { key in
                // libsodium demands a pointer even for an empty text, which has none. It reads nothing from it.
                crypto_aead_chacha20poly1305_ietf_encrypt(
                    output, &length, text.bindMemory(to: UInt8.self).baseAddress ?? key, UInt64(text.count), data, UInt64(data.count), nil,
                    nonce, key)
            }
            count = Int(length)
        }
        return nonce + sealed
    }

    /// - Parameter sealed: nonce, ciphertext and tag.
    public static func open(
        _ sealed: [UInt8], key: SymmetricKey, authenticating data: [UInt8]
    ) throws(AuthenticationFailure) -> [UInt8] {
        guard sealed.count >= nonceLength + tagLength else { throw AuthenticationFailure() }
        let nonce = Array(sealed.prefix(nonceLength))
        let rest = Array(sealed.dropFirst(nonceLength))
        var isAuthentic = false
        // One more byte, so that an empty text has a pointer.
        let text = [UInt8](unsafeUninitializedCapacity: rest.count - tagLength + 1) { buffer, count in
            guard let output = buffer.baseAddress else { return }
            var length: UInt64 = 0
            let result = key.withPointer { key in
                crypto_aead_chacha20poly1305_ietf_decrypt(
                    output, &length, nil, rest, UInt64(rest.count), data, UInt64(data.count), nonce, key)
            }
            isAuthentic = result == 0
            count = isAuthentic ? Int(length) : 0
        }
        guard isAuthentic else { throw AuthenticationFailure() }
        return text
    }
}
