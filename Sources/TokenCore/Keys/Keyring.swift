import Cryptography
import Foundation
public import ServiceModel
import Synchronization

/// Seals secrets for the database that must be read again, such as those that sign requests.
///
/// A sealed text is `<key id>:<base64 of nonce, ciphertext and tag>`. The purpose is authenticated with the secret, so that a sealed text
/// cannot be moved to another row. The keys are read again when one is missing and before each sealing, so that a rotation by another
/// process is seen.
public final class Keyring: Sendable {
    private let source: any KeySource
    private let known = Mutex<[String: SealingKey]>([:])

    public init(_ source: any KeySource) {
        self.source = source
    }

    /// - Parameter purpose: identifies the row; opening needs the same purpose.
    /// - Throws: `internal` when there is no sealing key.
    public func seal(_ secret: Secret, for purpose: String) throws(Fault) -> String {
        guard let key = try reload().last else { throw Fault(.internal, cause: "there is no key to seal secrets with") }
        let sealed = secret.withBytes { ChaCha20Poly1305.seal($0, key: key.symmetric, authenticating: Array(purpose.utf8)) }
        return key.id + ":" + Data(sealed).base64EncodedString()
    }

    /// - Throws: `internal` for another purpose, a modified text, or a missing key.
    public func open(_ sealed: String, for purpose: String) throws(Fault) -> Secret {
        let parts = sealed.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let bytes = Data(base64Encoded: parts[1]) else {
            throw Fault(.internal, cause: "a sealed secret is not of our form")
        }
        guard let key = try key(parts[0]) else {
            throw Fault(.internal, cause: "a secret is sealed with the key \(parts[0]), which is not there")
        }
        do {
            let opened = try ChaCha20Poly1305.open(Array(bytes), key: key.symmetric, authenticating: Array(purpose.utf8))
            return Secret(String(decoding: opened, as: UTF8.self))
        } catch {
            throw Fault(.internal, cause: "a sealed secret was changed, or belongs to something else")
        }
    }

    /// HMAC-SHA256 with the current sealing key.
    /// - Throws: `internal` when there is no sealing key.
    func authenticationCode(of message: [UInt8]) throws(Fault) -> [UInt8] {
        guard let key = try reload().last else { throw Fault(.internal, cause: "there is no key to sign with") }
        return HashFunction.sha256.authenticationCode(for: message, key: key.symmetric)
    }

    /// HMAC-SHA256 with each of the keys.
    func authenticationCodes(of message: [UInt8]) throws(Fault) -> [[UInt8]] {
        try reload().map { HashFunction.sha256.authenticationCode(for: message, key: $0.symmetric) }
    }

    /// Reads the keys. Throws the error of the key source.
    public func check() throws {
        _ = try source.keys()
    }

    private func key(_ id: String) throws(Fault) -> SealingKey? {
        if let key = known.withLock({ $0[id] }) { return key }
        return try reload().last { $0.id == id }
    }

    private func reload() throws(Fault) -> [SealingKey] {
        do {
            let keys = try source.keys()
            known.withLock { known in
                for key in keys { known[key.id] = key }
            }
            return keys
        } catch {
            throw Fault(.internal, cause: "\(error)")
        }
    }
}

extension Keyring: MailSealing {}
