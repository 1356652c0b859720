import TestSupport
import Testing

@testable import WebAuthn

@Suite struct Base64TextTests {
    @Test(arguments: [
        ("", []), ("AA==", [0]), ("AA", [0]), ("AAA=", [0, 0]), ("AAA", [0, 0]), ("AAAA", [0, 0, 0]), ("-_8=", [0xFB, 0xFF]),
        ("-_8", [0xFB, 0xFF]), ("+/8=", [0xFB, 0xFF]), ("+/8", [0xFB, 0xFF]), ("____", [0xFF, 0xFF, 0xFF]), ("zZ09", [0xCD, 0x9D, 0x3D]),
    ])
    func bothAlphabetsAreDecoded(_ text: String, _ expected: [UInt8]) {
        #expect([UInt8](base64: text) == expected)
    }

    @Test(arguments: [
        "A", "AAAAA", "A===", "AA=", "AAA==", "AAAA=", "AAAA==", "AAAA====", "=", "==", "===", "====", "=AAA", "AA=A", "AA==AA==", "AA==\n",
        " AA==", "A A=", "AAAA AAAA", "AA\r\nAA", "AA==x", "+_AA", "-/AA", "AB==", "AB", "AAB=", "AAB", "A*AA", "AA%3D%3D", "AA,A", "é",
        "AAé=", "\u{0}AAA", "AAA\u{0}", "ＡＡＡＡ", "AA=\u{301}=", "data:,AAAA",
    ])
    func otherTextsAreRefused(_ text: String) {
        #expect([UInt8](base64: text) == nil)
    }

    @Test func encodingAndDecodingIsTheIdentity() {
        let bytes = Array(UInt8.min...UInt8.max)
        for length in 0...bytes.count {
            let part = Array(bytes.suffix(length))
            #expect([UInt8](base64: base64(part)) == part)
            #expect([UInt8](base64: base64URL(part)) == part)
        }
    }
}
