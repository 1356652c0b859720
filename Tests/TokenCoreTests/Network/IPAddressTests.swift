import Testing
import TokenCore

struct IPAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:201", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"),
    ])
    func everyNotationHasOneCanonicalText(_ text: String, _ canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "192.0.2", "192.0.2.1.", "192.0.2.01", "192.0.2.256", "0x7f.0.0.1", "1", "[::1]", "fe80::1%eth0", "192.0.2.1\u{0}x", "::1\u{0}",
        " 192.0.2.1", "192.0.2.1:80", "localhost", ":::", "1.2.3.4/8", "١.1.1.1", String(repeating: "0", count: 46),
    ])
    func malformedAddressIsRefused(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3/8", "10.9.9.9", true),
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1/32", "192.0.2.0", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false), ("192.0.2.128/25", "192.0.2.127", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
        ("2001:db8::1/128", "2001:db8::1", true), ("2001:db8::1", "2001:db8::2", false), ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
        ("2001:db8::/65", "2001:db8::7000:0:0:1", true), ("2001:db8::/64", "2001:db8::8000:0:0:1", true), ("::/0", "2001:db8::1", true),
        ("::/0", "192.0.2.1", false), ("::ffff:10.0.0.0/104", "10.2.3.4", true), ("10.0.0.0/8", "::ffff:10.2.3.4", true),
    ])
    func blockContainsTheAddressesOfItsPrefix(_ block: String, _ address: String, _ isInside: Bool) throws {
        let block = try #require(AddressBlock(block))
        #expect(block.contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: ["", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::1/129", "::ffff:10.0.0.0/95", "10/8", "host"])
    func malformedBlockIsRefused(_ text: String) {
        #expect(AddressBlock(text) == nil)
    }
}
