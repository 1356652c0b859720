import TestSupport
import Testing

@testable import WebAuthn

@Suite struct SecurityKeyTests {
    /// Records that were damaged in the store.
    @Test func valuesThatNoRegistrationReturnsAreRefused() throws {
        let key = try SoftwareKey.es256.publicKey().encoded
        func isKey(_ id: [UInt8], _ publicKey: [UInt8], _ aaguid: [UInt8]) -> Bool {
            SecurityKey(credentialID: id, publicKey: publicKey, aaguid: aaguid, counter: 0) != nil
        }
        #expect(isKey([1], key, Sample.aaguid))
        for publicKey in [[], [0xA0], key.dropLast(), key + [0], Array(repeating: 0, count: 77)] as [[UInt8]] {
            #expect(!isKey([1], publicKey, Sample.aaguid))
        }
        for length in [0, 1024] { #expect(!isKey(Array(repeating: 1, count: length), key, Sample.aaguid)) }
        for length in [0, 15, 17] { #expect(!isKey([1], key, Array(repeating: 0, count: length))) }
    }

    @Test func equalityComparesEveryMember() throws {
        let key = try SoftwareKey.es256.registered(counter: 1)
        #expect(try key == SoftwareKey.es256.registered(counter: 1))
        #expect(key != key.with(counter: 2))
        #expect(try key != SoftwareKey(SoftwareKey.es256.secret, id: [1]).registered(counter: 1))
        #expect(try key != SoftwareKey.made(.edDSA).registered(counter: 1))
        let other = SecurityKey(
            credentialID: key.credentialID, publicKey: key.publicKey, aaguid: Array(repeating: 0, count: 16), counter: 1)
        #expect(key != other)
    }
}
