import CSodium
import Cryptography
import ServiceModel

/// A stored password of Magento: `hash:salt:version`, or the bare hash of a keyed one (contract: `tokens.md` B).
///
/// Parameters are checked before anything is computed: a hostile text cannot demand any amount of memory.
struct MagentoHash: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case md5
        case sha256
        /// Memory in bytes.
        case argon2id(length: Int, passes: Int, memory: Int)
    }

    enum Form: Sendable, Equatable {
        /// Each step hashes the result of the previous one, as text, with the same salt.
        case salted([UInt8], [Step])
        /// HMAC-SHA256 with the crypt key of the installation.
        case keyed
    }

    /// In lower-case hex.
    let digest: String
    let form: Form

    static let lengthRange = 16...64
    static let passesRange = 1...10
    static let memoryRange = 8 << 20...256 << 20
    static let usualMemory = 64 << 20
    static let mostSteps = 4
    /// In bytes; Magento generates 32.
    static let longestSalt = 255

    /// `nil` for another form, and for parameters out of bounds.
    init?(_ stored: String) {
        let parts = stored.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard let digest = parts.first, Self.isHex(digest) else { return nil }
        guard parts.count == 3 else {
            // A text with two parts cannot equal a keyed hash, which contains no colon.
            guard parts.count == 1, digest.utf8.count == 64 else { return nil }
            self.digest = digest
            form = .keyed
            return
        }
        let salt = Array(parts[1].utf8)
        let names = parts[2].split(separator: ":", omittingEmptySubsequences: false)
        let steps = names.prefix(Self.mostSteps + 1).compactMap { Step(String($0)) }
        guard salt.count <= Self.longestSalt, names.count <= Self.mostSteps, steps.count == names.count, let last = steps.last,
            digest.utf8.count == last.length * 2, !(salt.isEmpty && steps.contains { !$0.isCheap })
        else { return nil }
        self.digest = digest
        form = .salted(salt, steps)
    }

    /// Whether the time to compute it is negligible.
    var isCheap: Bool {
        switch form {
        case .salted(_, let steps): steps.allSatisfy(\.isCheap)
        case .keyed: true
        }
    }

    /// The memory in bytes that its computation needs.
    var memory: Int {
        guard case .salted(_, let steps) = form else { return 0 }
        return steps.map(\.memory).max() ?? 0
    }

    /// - Parameter keys: the crypt keys of the installation, for keyed hashes; each is tried.
    /// - Returns: `nil` when there is not enough memory.
    func verify(_ password: Secret, keys: [Secret]) -> Bool? {
        let stored = Secret(digest)
        switch form {
        case .keyed:
            return keys.contains { stored.matches(Self.keyed(password, $0)) }
        case .salted(let salt, let steps):
            var text = password
            for step in steps {
                guard let next = text.withBytes({ step.apply(to: $0, salt) }) else { return nil }
                text = Secret(Hex.encode(next))
            }
            return stored.matches(text)
        }
    }

    private static func keyed(_ password: Secret, _ key: Secret) -> Secret {
        let code = key.withBytes { key in
            password.withBytes { HashFunction.sha256.authenticationCode(for: $0, key: key) }
        }
        return Secret(Hex.encode(code))
    }

    private static func isHex(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { Hex.value(of: $0) != nil && !(0x41...0x46).contains($0) }
    }
}

extension MagentoHash.Step {
    init?(_ version: String) {
        switch version {
        case "0": self = .md5
        case "1": self = .sha256
        case "2": self = .argon2id(length: 32, passes: 2, memory: MagentoHash.usualMemory)
        default:
            let parts = version.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, parts[0] == "3", let length = Int(strict: parts[1]), let passes = Int(strict: parts[2]),
                let memory = Int(strict: parts[3]), MagentoHash.lengthRange.contains(length),
                MagentoHash.passesRange.contains(passes), MagentoHash.memoryRange.contains(memory)
            else { return nil }
            self = .argon2id(length: length, passes: passes, memory: memory)
        }
    }

    /// The length of the result in bytes.
    var length: Int {
        switch self {
        case .md5: HashFunction.md5.byteCount
        case .sha256: HashFunction.sha256.byteCount
        case .argon2id(let length, _, _): length
        }
    }

    var isCheap: Bool { memory == 0 }

    /// Memory in bytes.
    var memory: Int {
        if case .argon2id(_, _, let memory) = self { memory } else { 0 }
    }

    /// `nil` when there is not enough memory.
    func apply(to text: UnsafeRawBufferPointer, _ salt: [UInt8]) -> [UInt8]? {
        switch self {
        case .md5: return HashFunction.md5.hash(salt + text)
        case .sha256: return HashFunction.sha256.hash(salt + text)
        case .argon2id(let length, let passes, let memory):
            return Self.argon2id(text, Self.cut(salt), length, passes: passes, memory: memory)
        }
    }

    /// The 16 bytes that Argon2id takes as salt: the first ones, or a short salt repeated.
    private static func cut(_ salt: [UInt8]) -> [UInt8] {
        let needed = crypto_pwhash_saltbytes()
        var bytes: [UInt8] = []
        while bytes.count < needed, !salt.isEmpty { bytes += salt }
        return Array(bytes.prefix(needed))
    }

    private static func argon2id(
        _ text: UnsafeRawBufferPointer, _ salt: [UInt8], _ length: Int, passes: Int, memory: Int
    ) -> [UInt8]? {
        guard sodium_init() >= 0, salt.count == crypto_pwhash_saltbytes() else { return nil }
        var result = [UInt8](repeating: 0, count: length)
        var empty: CChar = 0
        let done = text.withMemoryRebound(to: CChar.self) { characters in
            withUnsafePointer(to: &empty) {
                crypto_pwhash(
                    &result, UInt64(length), characters.baseAddress ?? $0, UInt64(characters.count), salt, UInt64(passes), memory,
                    crypto_pwhash_ALG_ARGON2ID13)
            }
        }
        return done == 0 ? result : nil
    }
}
