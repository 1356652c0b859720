import Crypto
import Foundation

/// Authenticator data, part by part.
package struct AuthData: Sendable {
    /// SHA-256 of the relying party's id.
    package var hash: [UInt8]
    package var flags: UInt8
    package var counter: UInt32 = 0
    /// Attested credential data and extensions.
    package var rest: [UInt8] = []

    package init(relyingParty: String = "gateway.example", flags: UInt8, counter: UInt32 = 0, rest: [UInt8] = []) {
        hash = Array(SHA256.hash(data: Data(relyingParty.utf8)))
        self.flags = flags
        self.counter = counter
        self.rest = rest
    }

    package static func registration(_ key: SoftwareKey, flags: UInt8 = 0x41) throws -> AuthData {
        AuthData(flags: flags, rest: try Self.credential(id: key.id, publicKey: key.publicKey().encoded))
    }

    package static func assertion(counter: UInt32 = 1) -> AuthData {
        AuthData(flags: 0x01, counter: counter)
    }

    package static func credential(aaguid: [UInt8] = SoftwareKey.aaguid, id: [UInt8], length: UInt16? = nil, publicKey: [UInt8]) -> [UInt8]
    {
        aaguid + bigEndian(length ?? UInt16(id.count)) + id + publicKey
    }

    package var bytes: [UInt8] { hash + [flags] + bigEndian(counter) + rest }
}
