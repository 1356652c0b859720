import Testing
import TokenCore

struct HostAddressTests {
    @Test(arguments: [
        "169.254.169.254", "169.254.0.0", "169.254.255.255", "2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "0xa9.254.0251.1",
        "169.254.43518", "169.16689662", "169.254.169.254.", "fe80::1", "[fe80::1]", "FE80::1%eth0", "[febf::1%25eth0]",
        "::ffff:169.254.169.254", "::FFFF:a9fe:a9fe", "::169.254.1.1", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1",
        "::ffff:0:169.254.1.1",
    ])
    func linkLocalAddressIsRecognizedInEveryNotation(_ text: String) throws {
        #expect(try #require(IPAddress(host: text)).isLinkLocal)
    }

    @Test(arguments: [
        "169.253.255.255", "169.255.0.0", "10.0.0.1", "127.0.0.1", "2852126720", "fec0::1", "fe7f::1", "::1", "::", "2001:db8::1",
        "::ffff:10.0.0.1", "64:ff9b:1::a9fe:a9fe", "2003:a9fe:a9fe::1",
    ])
    func otherAddressesAreNotLinkLocal(_ text: String) throws {
        #expect(try !#require(IPAddress(host: text)).isLinkLocal)
    }

    @Test(arguments: [
        "", ".", "localhost", "metadata.internal", "1.2.3.4.5", "256.0.0.1", "1.2.3.4 x", "0x", "[", "[]", ":", "fe80::g", "09.1",
    ])
    func namesAndMalformedAddressesAreNoAddresses(_ text: String) {
        #expect(IPAddress(host: text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.1.1", true), ("0x7f.1", true), ("::1", true), ("[::1]", true), ("::ffff:127.0.0.1", true),
        ("0.0.0.0", false), ("::", false), ("128.0.0.1", false), ("fe80::1", false),
    ])
    func loopbackIsRecognizedInEveryNotation(_ text: String, _ expected: Bool) {
        #expect(IPAddress(host: text)?.isLoopback == expected)
    }

    @Test func bytesAndTextMakeTheSameAddress() {
        #expect(IPAddress(bytes: [169, 254, 1, 2]) == IPAddress(host: "169.254.1.2"))
        let bytes: [UInt8] = [0xFE, 0x80, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        #expect(IPAddress(bytes: bytes) == IPAddress(host: "fe80::102:304:506:708"))
        for count in [0, 3, 5, 15, 17] { #expect(IPAddress(bytes: [UInt8](repeating: 1, count: count)) == nil) }
    }
}
