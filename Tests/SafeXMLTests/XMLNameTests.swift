import SafeXML
import Testing

@Suite struct XMLNameTests {
    @Test(
        "rest.md §10",
        arguments: [
            ("7key", "item_7key"), (".key", "item_key"), ("-key", "item_-key"),
            ("key", "key"), ("first_name", "first_name"), ("a.b-c9", "a.b-c9"), ("_key", "_key"), ("key_", "key_"), ("Größe", "Größe"),
            ("first name", "first_name"), ("a:b", "a_b"), (" key ", "key"), (":key:", "key"), ("__ key __", "key"), ("a  b", "a__b"),
            ("a!b\"c#d$e%f&g'h(i)j*k+l,m/n", "abcdefghijklmn"), ("a;b<c=d>e?f@g[h\\i]j^k`l{m|n}o~p", "abcdefghijklmnop"),
            ("a\tb\nc\u{0}d\u{7F}e", "abcde"), ("#7", "item_7"), ("..key", "item_key"), (".7", "item_7"), ("-.a", "item_-.a"),
            ("0", "item_0"),
            ("\u{B7}a", "item_\u{B7}a"), ("a\u{D7}b", "ab"), ("", "item"), ("!", "item"), (" ", "item"), (":", "item"), ("___ ", "item"),
            (".", "item"), ("...", "item"), ("-", "item_-"), ("\u{301}", "item_\u{301}"), ("1 2", "item_1_2"), ("😀", "😀"),
            ("\u{FFFF}", "item"),
        ])
    func keysBecomeNames(_ key: String, _ expected: String) {
        #expect(bytes(XMLName.sanitized(key)) == Array(expected.utf8))
    }

    @Test(
        "The result is a name to the reader, and stays as it is",
        arguments: [
            "7key", ".key", "-key", "", "a b", "\u{301}x", "<>", "é:ü", "\u{2028}a", "\u{10FFFF}", "日本 語", "a\u{FEFF}", "\u{37E}", "xml",
            "\u{EFFFF}",
        ])
    func sanitizedKeysAreValidNames(_ key: String) {
        let name = XMLName.sanitized(key)
        #expect(XMLName.isLocalName(name))
        #expect(bytes(XMLName.sanitized(name)) == bytes(name))
        #expect(refusal("<\(name)/>") == nil)
    }

    @Test("Every ASCII character, and the borders of the ranges, as first and as later character") func validityAgreesWithTheParser() {
        let borders: [UInt32] = [
            0x80, 0xB6, 0xB7, 0xB8, 0xBF, 0xC0, 0xD6, 0xD7, 0xD8, 0xF6, 0xF7, 0xF8, 0x2FF, 0x300, 0x36F, 0x370, 0x37D, 0x37E, 0x37F, 0x1FFF,
            0x2000,
            0x200B, 0x200C, 0x200D, 0x200E, 0x203E, 0x203F, 0x2040, 0x2041, 0x206F, 0x2070, 0x218F, 0x2190, 0x2BFF, 0x2C00, 0x2FEF, 0x2FF0,
            0x3000,
            0x3001, 0xD7FF, 0xE000, 0xF8FF, 0xF900, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0xEFFFF, 0xF0000,
            0x10FFFF,
        ]
        for scalar in (Array(0..<0x80) + borders).compactMap(Unicode.Scalar.init) {
            // These characters end the name or bind a prefix instead of making the document malformed.
            if "\t\n\r :/>".unicodeScalars.contains(scalar) { continue }
            let (first, later) = ("\(scalar)", "a\(scalar)")
            #expect(XMLName.isLocalName(first) == (refusal("<\(first)/>") == nil), "\(scalar.value)")
            #expect(XMLName.isLocalName(later) == (refusal("<\(later)/>") == nil), "\(scalar.value)")
        }
        for text in ["", " ", "a b", "a:b", ":", "a/", "a>"] { #expect(!XMLName.isLocalName(text)) }
    }
}
