public import ServiceModel
import Synchronization

/// Hashes with the current algorithm and verifies imported hashes, too. Those count as outdated, so that the next sign-in replaces them.
public final class MigratingHasher: PasswordHasher {
    private let current: any PasswordHasher
    private let keyring: Keyring
    /// Held while an imported hash with a larger memory cost is computed: the limiter reckons with the cost of the current algorithm.
    private let turn = Mutex(())

    /// - Parameter keyring: opens the crypt keys of keyed hashes.
    public init(_ current: any PasswordHasher, keyring: Keyring) {
        self.current = current
        self.keyring = keyring
    }

    public var dummyHash: String { current.dummyHash }

    public func hash(_ password: Secret) -> String? { current.hash(password) }

    public func isOutdated(_ stored: String) -> Bool { current.isOutdated(stored) }

    public func verify(_ password: Secret, against stored: String) -> Bool? {
        if stored.utf8.first == UInt8(ascii: "$") { return current.verify(password, against: stored) }
        let foreign = MagentoHash(stored)
        if let foreign, !foreign.isCheap {
            guard foreign.memory > MagentoHash.usualMemory else { return foreign.verify(password, keys: []) }
            return turn.withLock { _ in foreign.verify(password, keys: []) }
        }
        // A faster response would reveal that the account exists, so a cheap hash also costs a verification of the dummy hash.
        guard current.verify(password, against: current.dummyHash) != nil else { return nil }
        if let keyed = KeyedHash(stored) { return keyed.verify(password, with: keyring) }
        return foreign?.verify(password, keys: []) ?? false
    }
}
