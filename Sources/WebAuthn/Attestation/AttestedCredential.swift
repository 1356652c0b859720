/// The new key in the authenticator data of a registration (W3C §6.5.1).
struct AttestedCredential {
    /// 16 bytes.
    let aaguid: [UInt8]
    let id: [UInt8]
    /// COSE_Key as it came.
    let publicKey: [UInt8]
    let key: VerificationKey

    static let idLengths = 1...1023
    static let aaguidLength = 16

    /// Takes what belongs to it and leaves the rest.
    init(_ cursor: inout ByteCursor) throws(WebAuthnError) {
        guard let aaguid = cursor.take(Self.aaguidLength), let length = cursor.takeNumber(UInt16.self).map(Int.init) else {
            throw .data("the new key is cut short")
        }
        // §7.1 step 25: the id has at most 1023 bytes.
        guard Self.idLengths.contains(length), let id = cursor.take(length) else { throw .data("the id has a wrong length") }
        guard let (value, taken) = CBORReader.readFirst(cursor.rest), let publicKey = cursor.take(taken) else {
            throw .data("the public key is no CBOR")
        }
        // §7.1 step 20: alg is one of those that we asked for.
        guard let key = VerificationKey(cose: value) else { throw .data("the public key is of no kind that we take") }
        self.aaguid = aaguid
        self.id = id
        self.publicKey = publicKey
        self.key = key
    }
}
