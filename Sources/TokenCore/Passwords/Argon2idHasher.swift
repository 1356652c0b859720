import CHugePages
import CSodium
public import ServiceModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Argon2id (RFC 9106) by libsodium with one lane, stored as `$argon2id$v=19$m=…,t=…,p=1$salt$hash`.
public struct Argon2idHasher: PasswordHasher {
    /// The cost of new hashes, within bounds that protect the machine from a typing error.
    public struct Cost: Sendable, Equatable {
        public static let memoryRange = 8...1024 * 1024
        public static let passesRange = 1...10
        /// The recommendation of OWASP: 19 MiB, 2 passes.
        public static let standard = Cost(unchecked: 19 * 1024, 2)

        /// In KiB.
        public let memory: Int
        public let passes: Int

        private init(unchecked memory: Int, _ passes: Int) {
            self.memory = memory
            self.passes = passes
        }

        /// `nil` when a value is out of range.
        public init?(memory: Int, passes: Int) {
            guard Self.memoryRange.contains(memory), Self.passesRange.contains(passes) else { return nil }
            self.init(unchecked: memory, passes)
        }
    }

    /// Whether libsodium can start; done once in a process.
    private static let isReady: Bool = {
        guard sodium_init() >= 0 else { return false }
        // Where there are none, pages are small: no reason to refuse.
        _ = huge_pages_for_password_hashes()
        return true
    }()

    public let cost: Cost
    public let dummyHash: String

    /// `nil` when libsodium cannot be initialised or there is no memory for one hash.
    public init?(cost: Cost = .standard) {
        guard Self.isReady, let memory = malloc(cost.memory * 1024) else { return nil }
        free(memory)
        self.cost = cost
        dummyHash = "$argon2id$v=19$m=\(cost.memory),t=\(cost.passes),p=1$\(Self.noise(16))$\(Self.noise(32))"
    }

    /// Random bytes in base64 without padding, the form of a salt or a hash. No password is known for them.
    private static func noise(_ count: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        let variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING
        var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(count, variant))
        sodium_bin2base64(&text, text.count, bytes, count, variant)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    public func hash(_ password: Secret) -> String? {
        Self.hash(password, cost)
    }

    private static func hash(_ password: Secret, _ cost: Cost) -> String? {
        var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let done = withCharacters(of: password) { characters, count in
            crypto_pwhash_str_alg(
                &text, characters, count, UInt64(cost.passes), cost.memory * 1024, crypto_pwhash_ALG_ARGON2ID13)
        }
        guard done == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    public func verify(_ password: Secret, against stored: String) -> Bool? {
        // The parameters are checked before libsodium reads them: a hostile text could demand any amount of memory.
        guard Self.parameters(of: stored) != nil else { return false }
        return Self.withCharacters(of: password) { crypto_pwhash_str_verify(stored, $0, $1) == 0 }
    }

    /// Calls `body` with the bytes in the form that C expects; an empty password has an address, too.
    private static func withCharacters<Result>(of password: Secret, _ body: (UnsafePointer<CChar>, UInt64) -> Result) -> Result {
        password.withBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var empty: CChar = 0
                return withUnsafePointer(to: &empty) { body(characters.baseAddress ?? $0, UInt64(characters.count)) }
            }
        }
    }

    public func isOutdated(_ stored: String) -> Bool {
        guard let parameters = Self.parameters(of: stored) else { return true }
        return parameters != cost
    }

    /// The cost of a stored hash; `nil` for another form and for a cost out of bounds.
    static func parameters(of stored: String) -> Cost? {
        let parts = stored.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19" else { return nil }
        let values = parts[3].split(separator: ",")
        guard values.count == 3, values[2] == "p=1", values[0].hasPrefix("m="), values[1].hasPrefix("t="),
            let memory = Int(strict: String(values[0].dropFirst(2))), let passes = Int(strict: String(values[1].dropFirst(2)))
        else { return nil }
        return Cost(memory: memory, passes: passes)
    }
}
