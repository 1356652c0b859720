import ServiceModel

/// A keyed hash of Magento as we store it: `keyed:`, the hash, `:`, and the sealed crypt keys of which one fits.
struct KeyedHash {
    static let prefix = "keyed:"
    /// What the crypt keys are sealed for.
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

    /// `nil` when the keys cannot be opened: then nobody can tell.
    func verify(_ password: Secret, with box: Keyring) -> Bool? {
        guard let keys = try? box.open(sealedKeys, for: Self.purpose) else { return nil }
        return hash.verify(password, keys: keys.revealed.split(separator: "\n").map { Secret(String($0)) })
    }
}
