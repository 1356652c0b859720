/// What a key says about itself (W3C §6.1): 37 bytes, then what the flags tell, then nothing.
struct AuthenticatorData {
    struct Flags: OptionSet {
        let rawValue: UInt8

        static let userPresent = Flags(rawValue: 1)
        static let backupEligible = Flags(rawValue: 1 << 3)
        static let backedUp = Flags(rawValue: 1 << 4)
        static let hasCredential = Flags(rawValue: 1 << 6)
        static let hasExtensions = Flags(rawValue: 1 << 7)
    }

    /// As they came: these are what is signed.
    let bytes: [UInt8]
    let rpIDHash: [UInt8]
    let flags: Flags
    let counter: UInt32
    let credential: AttestedCredential?

    init(_ bytes: [UInt8]) throws(WebAuthnError) {
        var cursor = ByteCursor(bytes[...])
        guard let hash = cursor.take(32), let flags = cursor.takeNumber(UInt8.self), let counter = cursor.takeNumber(UInt32.self) else {
            throw .data("authenticator data is too short")
        }
        self.bytes = bytes
        rpIDHash = hash
        self.flags = Flags(rawValue: flags)
        self.counter = counter
        credential = self.flags.contains(.hasCredential) ? try AttestedCredential(&cursor) : nil
        if self.flags.contains(.hasExtensions) {
            // W3C: outputs that nobody asked for may come and are ignored.
            guard case (.map, let length)? = CBORReader.readFirst(cursor.rest) else { throw .data("extensions are no CBOR map") }
            _ = cursor.take(length)
        }
        guard cursor.rest.isEmpty else { throw .data("authenticator data goes on after its end") }
    }

    /// What both ceremonies demand.
    func check(_ relyingParty: RelyingParty) throws(WebAuthnError) {
        // §7.1 step 14, §7.2 step 15: rpIdHash is the SHA-256 hash of our RP ID.
        guard relyingParty.matches(idHash: rpIDHash) else { throw .data("the key was used for another domain") }
        // §7.1 step 15, §7.2 step 16: UP is set.
        guard flags.contains(.userPresent) else { throw .data("nobody touched the key") }
        // §7.1 step 16, §7.2 step 17: UV does not matter, as verification is discouraged in what we ask for.
        // §7.1 step 17, §7.2 step 18: if BE is not set, BS is not set.
        guard flags.contains(.backupEligible) || !flags.contains(.backedUp) else { throw .data("a key that allows no backup has one") }
        // §7.1 steps 18 and 19, §7.2 step 19: backups make no difference to us.
    }
}
