/// A registered key (W3C: credential record).
public struct SecurityKey: Sendable {
    /// 1 to 1023 bytes, chosen by the authenticator.
    public let credentialID: [UInt8]
    /// COSE_Key (RFC 9052 §7), as received.
    public let publicKey: [UInt8]
    /// The model of the authenticator: 16 bytes, all zero when it does not identify itself.
    public let aaguid: [UInt8]
    /// The signature counter; always 0 when the authenticator does not count.
    public let counter: UInt32

    let verificationKey: VerificationKey

    public var algorithm: COSEAlgorithm { verificationKey.algorithm }

    /// `nil` unless a registration could have returned these values.
    public init?(credentialID: [UInt8], publicKey: [UInt8], aaguid: [UInt8], counter: UInt32) {
        guard AttestedCredential.idLengths.contains(credentialID.count), aaguid.count == AttestedCredential.aaguidLength,
            let key = VerificationKey(cose: publicKey)
        else { return nil }
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.aaguid = aaguid
        self.counter = counter
        verificationKey = key
    }

    init(_ credential: AttestedCredential, counter: UInt32) {
        credentialID = credential.id
        publicKey = credential.publicKey
        aaguid = credential.aaguid
        self.counter = counter
        verificationKey = credential.key
    }

    private init(_ key: SecurityKey, counter: UInt32) {
        credentialID = key.credentialID
        publicKey = key.publicKey
        aaguid = key.aaguid
        self.counter = counter
        verificationKey = key.verificationKey
    }

    func with(counter: UInt32) -> SecurityKey {
        SecurityKey(self, counter: counter)
    }
}

extension SecurityKey: Equatable {
    public static func == (left: SecurityKey, right: SecurityKey) -> Bool {
        left.credentialID == right.credentialID && left.publicKey == right.publicKey && left.aaguid == right.aaguid
            && left.counter == right.counter
    }
}
