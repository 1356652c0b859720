import COpenSSL

/// A hash function of fixed length.
public enum HashFunction: Sendable {
    /// Broken: for stored hashes of others alone.
    case md5
    /// Broken for signatures; good in HMAC (RFC 6194).
    case sha1
    case sha256
    case sha512

    /// Of a hash.
    public var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// Owned by libcrypto for as long as the process lives.
    var algorithm: OpaquePointer? {
        switch self {
        case .md5: Self.algorithms.md5
        case .sha1: Self.algorithms.sha1
        case .sha256: Self.algorithms.sha256
        case .sha512: Self.algorithms.sha512
        }
    }

    /// Fetched once: OpenSSL 3 looks a built-in name up in its providers at each use.
    private struct Algorithms: @unchecked Sendable {
        let md5 = EVP_MD_fetch(nil, "MD5", nil)
        let sha1 = EVP_MD_fetch(nil, "SHA1", nil)
        let sha256 = EVP_MD_fetch(nil, "SHA256", nil)
        let sha512 = EVP_MD_fetch(nil, "SHA512", nil)
    }

    private static let algorithms = Algorithms()

    /// - Parameter bytes: up to a few megabytes in memory.
    /// - Returns: ``byteCount`` bytes.
    public func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let result = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            var length: UInt32 = 0
            let done = EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, &length, algorithm, nil)
            count = done == 1 ? Int(length) : 0
        }
        // A program that cannot hash must not go on with something else. FIPS configurations have no MD5.
        precondition(result.count == byteCount, "libcrypto has no \(self)")
        return result
    }

    public func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// Of the UTF-8 bytes.
    public func hash(_ text: String) -> [UInt8] {
        hash(Array(text.utf8))
    }

    /// HMAC (RFC 2104) with this function.
    /// - Returns: ``byteCount`` bytes.
    public func authenticationCode(for message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) -> [UInt8] {
        let result = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            var length: UInt32 = 0
            // Without an address there is no key for libcrypto, and an empty key is one.
            let key = key.baseAddress == nil ? Self.empty : key
            // The bound is that of a C int; a key of ours never comes near it.
            let done = HMAC(
                algorithm, key.baseAddress, Int32(clamping: key.count), message.bindMemory(to: UInt8.self).baseAddress, message.count,
                buffer.baseAddress, &length)
            count = done == nil ? 0 : Int(length)
        }
        precondition(result.count == byteCount, "libcrypto has no HMAC with \(self)")
        return result
    }

    public func authenticationCode(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        message.withUnsafeBytes { message in key.withUnsafeBytes { authenticationCode(for: message, key: $0) } }
    }

    public func authenticationCode(for message: [UInt8], key: SymmetricKey) -> [UInt8] {
        message.withUnsafeBytes { message in key.withBytes { authenticationCode(for: message, key: $0) } }
    }

    private nonisolated(unsafe) static let empty = UnsafeRawBufferPointer(
        start: UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1), count: 0)
}
