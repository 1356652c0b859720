public import ServiceModel

/// Stored passwords that come from outside.
public enum PasswordHashFormat {
    /// Whether a text is a stored password in one of the forms of `tokens.md` B, within the bounds there.
    public static func isAcceptable(_ stored: String) -> Bool {
        MagentoHash(stored) != nil
    }

    /// Whether it can be compared only by whoever has the crypt key of the installation that it comes from.
    public static func needsKey(_ stored: String) -> Bool {
        MagentoHash(stored)?.form == .keyed
    }

    /// Crypt keys in the form in which they can stand beside ``keyed(_:with:)``. One sealing serves any number of hashes.
    /// - Throws: `internal` when there is no key to seal with.
    public static func seal(cryptKeys: [Secret], with box: Keyring) throws(Fault) -> String {
        try box.seal(Secret(cryptKeys.map(\.revealed).joined(separator: "\n")), for: KeyedHash.purpose)
    }

    /// A hash that needs a key together with the sealed keys, as it is stored until the next sign-in.
    public static func keyed(_ hash: String, with sealedKeys: String) -> String {
        KeyedHash.prefix + hash + ":" + sealedKeys
    }
}
