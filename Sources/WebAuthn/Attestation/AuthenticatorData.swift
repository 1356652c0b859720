/// Authenticator data (W3C §6.1): 37 bytes, followed by the parts that the flags announce.
struct AuthenticatorData {
    struct Flags: OptionSet {
        let rawValue: UInt8

        static let userPresent = Flags(rawValue: 1)
        static let backupEligible = Flags(rawValue: 1 << 3)
        static let backedUp = Flags(rawValue: 1 << 4)
        static let hasCredential = Flags(rawValue: 1 << 6)
        static let hasExtensions = Flags(rawValue: 1 << 7)
    }

    /// As received, because the signature covers them.
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
            // Unsolicited extension outputs are ignored (W3C §9).
            guard case (.map, let length)? = CBORReader.readFirst(cursor.rest) else { throw .data("extensions are no CBOR map") }
            _ = cursor.take(length)
        }
        guard cursor.rest.isEmpty else { throw .data("authenticator data goes on after its end") }
    }

    /// The checks that both ceremonies have in common.
    func check(_ relyingParty: RelyingParty) throws(WebAuthnError) {
        // §7.1 step 14, §7.2 step 15: rpIdHash is the SHA-256 hash of the RP ID.
        guard relyingParty.matches(idHash: rpIDHash) else { throw .data("the key was used for another domain") }
        // §7.1 step 15, §7.2 step 16: UP is set.
        guard flags.contains(.userPresent) else { throw .data("nobody touched the key") }
        // §7.1 step 16, §7.2 step 17: UV is not required, because the options discourage user verification.
        // §7.1 step 17, §7.2 step 18: if BE is not set, BS is not set.
        guard flags.contains(.backupEligible) || !flags.contains(.backedUp) else { throw .data("a key that allows no backup has one") }
        // §7.1 steps 18 and 19, §7.2 step 19: the backup state is not used.
    }
}

/// Attested credential data: the new key in a registration (W3C §6.5.1).
struct AttestedCredential {
    /// 16 bytes.
    let aaguid: [UInt8]
    let id: [UInt8]
    /// COSE_Key, as received.
    let publicKey: [UInt8]
    let key: VerificationKey

    static let idLengths = 1...1023
    static let aaguidLength = 16

    /// Reads the attested credential data and advances the cursor behind it.
    init(_ cursor: inout ByteCursor) throws(WebAuthnError) {
        guard let aaguid = cursor.take(Self.aaguidLength), let length = cursor.takeNumber(UInt16.self).map(Int.init) else {
            throw .data("the new key is cut short")
        }
        // §7.1 step 25: the id has at most 1023 bytes.
        guard Self.idLengths.contains(length), let id = cursor.take(length) else { throw .data("the id has a wrong length") }
        guard let (value, taken) = CBORReader.readFirst(cursor.rest), let publicKey = cursor.take(taken) else {
            throw .data("the public key is no CBOR")
        }
        // §7.1 step 20: alg is one of those in the options.
        guard let key = VerificationKey(cose: value) else { throw .data("the public key is of no kind that we take") }
        self.aaguid = aaguid
        self.id = id
        self.publicKey = publicKey
        self.key = key
    }
}
