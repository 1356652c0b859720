import Testing

@testable import WebAuthn

@Suite struct CBORReaderTests {
    /// The examples of RFC 8949, appendix A, of supported kinds.
    static let items: [([UInt8], CBORValue)] = [
        ([0x00], 0), ([0x17], 23), ([0x18, 0x18], 24), ([0x18, 0xFF], 255), ([0x19, 0x01, 0x00], 256), ([0x19, 0xFF, 0xFF], 65535),
        ([0x1A, 0x00, 0x01, 0x00, 0x00], 65536), ([0x1A, 0xFF, 0xFF, 0xFF, 0xFF], 0xFFFF_FFFF),
        ([0x1B, 0, 0, 0, 1, 0, 0, 0, 0], 0x1_0000_0000), ([0x1B, 0x7F] + Array(repeating: 0xFF, count: 7), .integer(.max)),
        ([0x20], -1), ([0x38, 0x63], -100), ([0x39, 0x01, 0x00], -257), ([0x3B, 0x7F] + Array(repeating: 0xFF, count: 7), .integer(.min)),
        ([0x40], .bytes([])), ([0x44, 1, 2, 3, 4], .bytes([1, 2, 3, 4])), ([0x60], .text([])), ([0x62, 0xC3, 0xBC], .text([0xC3, 0xBC])),
        ([0x80], .list([])), ([0x83, 1, 2, 3], .list([1, 2, 3])), ([0xA0], .map([:])),
        ([0xA2, 0x01, 0x02, 0x20, 0xF5], .map([1: 2, -1: .bool(true)])),
        ([0xA1, 0x61, 0x61, 0x81, 0x81, 0x81, 0x00], .map(["a": .list([.list([.list([0])])])])), ([0xF4], .bool(false)), ([0xF6], .nothing),
        ([0xF7], .nothing), ([0xA2, 0x02, 0x00, 0x01, 0x00], .map([1: 0, 2: 0])),
    ]

    @Test(arguments: items)
    func validItemsAreRead(_ bytes: [UInt8], _ expected: CBORValue) {
        #expect(CBORReader.read(bytes) == expected)
        // Neither with trailing bytes nor truncated.
        #expect(CBORReader.read(bytes + [0x00]) == nil)
        #expect(CBORReader.readFirst((bytes + [0xFF])[...])?.length == bytes.count)
        for count in bytes.indices { #expect(CBORReader.read(Array(bytes.prefix(count))) == nil) }
    }

    static let malformed: [(String, [UInt8])] = [
        ("nothing", []), ("number too long by 1", [0x18, 0x17]), ("by 2", [0x19, 0x00, 0xFF]), ("by 4", [0x1A, 0, 0, 0xFF, 0xFF]),
        ("by 8", [0x1B, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]), ("length too long", [0x58, 0x01, 0x00]),
        ("text too long", [0x78, 0x01, 0x61]),
        ("list too long", [0x98, 0x01, 0x00]), ("map too long", [0xB8, 0x01, 0x00, 0x00]), ("negative too long", [0x38, 0x00]),
        ("above 63 bits", [0x1B, 0x80, 0, 0, 0, 0, 0, 0, 0]), ("below 63 bits", [0x3B] + Array(repeating: 0xFF, count: 8)),
        ("reserved 28", [0x1C]), ("29", [0x1D]), ("30", [0x1E]), ("indefinite number", [0x1F]),
        ("indefinite bytes", [0x5F, 0x41, 0, 0xFF]),
        ("indefinite text", [0x7F, 0x61, 0x61, 0xFF]), ("indefinite list", [0x9F, 0xFF]), ("indefinite map", [0xBF, 0xFF]),
        ("break", [0xFF]), ("tag", [0xC0, 0x00]), ("long tag", [0xD8, 0x20, 0x60]), ("half", [0xF9, 0x3C, 0x00]),
        ("float", [0xFA, 0, 0, 0, 0]), ("double", [0xFB] + Array(repeating: 0, count: 8)), ("simple", [0xE0]),
        ("simple byte", [0xF8, 0xFF]),
        ("bad UTF-8", [0x62, 0xC3, 0x28]), ("overlong UTF-8", [0x62, 0xC0, 0x80]), ("surrogate", [0x63, 0xED, 0xA0, 0x80]),
        ("key twice", [0xA2, 0x01, 0x00, 0x01, 0x00]), ("name twice", [0xA2, 0x61, 0x61, 0x00, 0x61, 0x61, 0x01]),
        ("bytes as key", [0xA1, 0x41, 0x00, 0x00]), ("list as key", [0xA1, 0x80, 0x00]), ("map as key", [0xA1, 0xA0, 0x00]),
        ("bool as key", [0xA1, 0xF5, 0x00]), ("key without value", [0xA1, 0x00]), ("too deep", [0x81, 0x81, 0x81, 0x81, 0x80]),
        ("maps too deep", [0xA1, 0, 0xA1, 0, 0xA1, 0, 0xA1, 0, 0xA0]), ("too many", [0x99, 0x01, 0x00] + Array(repeating: 0, count: 256)),
        ("huge bytes", [0x5B, 0xFF] + Array(repeating: 0xFF, count: 7)), ("huge text", [0x7B, 0x7F] + Array(repeating: 0xFF, count: 7)),
        ("huge list", [0x9B] + Array(repeating: 0xFF, count: 8)), ("huge map", [0xBB] + Array(repeating: 0xFF, count: 8)),
        ("4 GiB of bytes", [0x5A, 0xFF, 0xFF, 0xFF, 0xFF, 0x00]), ("4 G of list", [0x9A, 0xFF, 0xFF, 0xFF, 0xFF, 0x00]),
        ("nothing but lists", Array(repeating: 0x81, count: 65536)), ("nothing but maps", Array(repeating: 0xA1, count: 65536)),
        ("nothing but tags", Array(repeating: 0xC1, count: 65536)), ("nothing but indefinite lists", Array(repeating: 0x9F, count: 65536)),
    ]

    @Test(arguments: malformed)
    func otherItemsAreRefused(_ what: String, _ bytes: [UInt8]) {
        #expect(CBORReader.read(bytes) == nil, "\(what)")
        #expect(CBORReader.read([0xA1, 0x00] + bytes) == nil, "\(what) in a map")
    }

    @Test func limitsAreInclusive() {
        #expect(CBORReader.read([0x81, 0x81, 0x81, 0x80]) != nil)
        #expect(CBORReader.read([0x98, 0xFF] + Array(repeating: 0, count: 255)) != nil)
    }

    /// Trailing bytes do not change the result of `readFirst`.
    @Test func everyHeadIsReadOrRefusedWithoutATrap() {
        var differences = 0
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                let bytes = [first, second, 0, 0, 0, 0, 0, 0, 0, 1]
                let item = CBORReader.readFirst(bytes[...])
                if let item, CBORReader.read(Array(bytes.prefix(item.length))) != item.value { differences += 1 }
            }
        }
        #expect(differences == 0)
    }
}
