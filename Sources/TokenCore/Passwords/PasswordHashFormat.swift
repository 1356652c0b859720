public import ServiceModel

/// Stored passwords of other installations.
public enum PasswordHashFormat {
    /// Whether a text is a stored password in one of the forms of `tokens.md` B, within the bounds there.
    public static func isAcceptable(_ stored: String) -> Bool {
        MagentoHash(stored) != nil
    }

    /// Whether verifying it needs the crypt key of the installation that created it.
    public static func needsKey(_ stored: String) -> Bool {
        MagentoHash(stored)?.form == .keyed
    }

    /// Seals crypt keys for use in ``keyed(_:with:)``. The result serves any number of hashes.
    /// - Throws: `internal` when there is no sealing key.
    public static func seal(cryptKeys: [Secret], with keyring: Keyring) throws(Fault) -> String {
        try keyring.seal(Secret(cryptKeys.map(\.revealed).joined(separator: "\n")), for: KeyedHash.purpose)
    }

    /// A hash that needs a key, together with the sealed keys, as it is stored until the next sign-in.
    public static func keyed(_ hash: String, with sealedKeys: String) -> String {
        KeyedHash.prefix + hash + ":" + sealedKeys
    }
}

/// A keyed password hash of Magento as it is stored: `keyed:`, the hash, `:` and the sealed crypt keys, one of which fits.
struct KeyedHash {
    static let prefix = "keyed:"
    /// The purpose for which the crypt keys are sealed.
    static let purpose = "magento crypt keys"

    let hash: MagentoHash
    let sealedKeys: String

    /// `nil` for another form.
    init?(_ stored: String) {
        guard stored.utf8.starts(with: Self.prefix.utf8) else { return nil }
        let parts = stored.dropFirst(Self.prefix.count).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let hash = MagentoHash(String(parts[0])), hash.form == .keyed else { return nil }
        self.hash = hash
        sealedKeys = String(parts[1])
    }

    /// `nil` when the keys cannot be opened, so that the password cannot be verified.
    func verify(_ password: Secret, with keyring: Keyring) -> Bool? {
        guard let keys = try? keyring.open(sealedKeys, for: Self.purpose) else { return nil }
        return hash.verify(password, keys: keys.revealed.split(separator: "\n").map { Secret(String($0)) })
    }
}
