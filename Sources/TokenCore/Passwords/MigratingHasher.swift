public import ServiceModel
import Synchronization

/// Today's hash, and those that were imported: they verify and count as outdated, so that the next sign-in writes them anew.
public final class MigratingHasher: PasswordHasher {
    private let current: any PasswordHasher
    private let box: Keyring
    /// Held by whoever computes a hash of more memory than is usual: the gate counts with that of today's hash.
    private let turn = Mutex(())

    /// - Parameter box: opens the keys of keyed hashes.
    public init(_ current: any PasswordHasher, box: Keyring) {
        self.current = current
        self.box = box
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
        // A quick answer would tell that the account exists: an unknown name costs the stand-in, and so does a cheap form.
        guard current.verify(password, against: current.dummyHash) != nil else { return nil }
        if let keyed = KeyedHash(stored) { return keyed.verify(password, with: box) }
        return foreign?.verify(password, keys: []) ?? false
    }
}
