import COpenSSL

/// A cryptographic hash function.
public enum HashFunction: Sendable {
    /// Broken. Only for password hashes that other systems have stored.
    case md5
    /// Broken for signatures, but not in HMAC (RFC 6194).
    case sha1
    case sha256
    case sha512

    /// Length of a hash.
    public var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// Valid as long as the process runs.
    var algorithm: OpaquePointer? {
        switch self {
        case .md5: Self.algorithms.md5
        case .sha1: Self.algorithms.sha1
        case .sha256: Self.algorithms.sha256
        case .sha512: Self.algorithms.sha512
        }
    }

    /// Fetched once, because OpenSSL 3 otherwise searches its providers at each use.
    private struct Algorithms: @unchecked Sendable {
        let md5 = EVP_MD_fetch(nil, "MD5", nil)
        let sha1 = EVP_MD_fetch(nil, "SHA1", nil)
        let sha256 = EVP_MD_fetch(nil, "SHA256", nil)
        let sha512 = EVP_MD_fetch(nil, "SHA512", nil)
    }

    private static let algorithms = Algorithms()

    /// - Returns: ``byteCount`` bytes.
    public func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let result = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            var length: UInt32 = 0
            let done = EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, &length, algorithm, nil)
            count = done == 1 ? Int(length) : 0
        }
        // There is no safe way to continue without the function. FIPS configurations do not have MD5.
        precondition(result.count == byteCount, "libcrypto has no \(self)")
        return result
    }

    public func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// Hashes the UTF-8 bytes of a text.
    public func hash(_ text: String) -> [UInt8] {
        hash(Array(text.utf8))
    }

    /// HMAC (RFC 2104) with this function.
    /// - Returns: ``byteCount`` bytes.
    public func authenticationCode(for message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) -> [UInt8] {
        let result = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            var length: UInt32 = 0
            // libcrypto takes a null pointer for a missing key, and an empty key is valid.
            let key = key.baseAddress == nil ? Self.empty : key
            // The length is a C int, which no key reaches.
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
