import SafeXML
import Testing

@Suite struct EncodingTests {
    @Test(
        "B63: names of UTF-8 and US-ASCII",
        arguments: ["UTF-8", "utf-8", "Utf-8", "UTF8", "utf8", "US-ASCII", "us-ascii", "ASCII", "ascii"])
    func namesOfUTF8AreAccepted(_ name: String) {
        #expect(refusal("<?xml version=\"1.0\" encoding=\"\(name)\"?><a>x</a>") == nil)
        #expect(refusal("<?xml version='1.0' encoding='\(name)' standalone='no'?><a>x</a>") == nil)
        #expect(refusal("<?xml version='1.0'\tencoding\n=\r\n'\(name)' ?>\n<a>x</a>") == nil)
    }

    @Test(
        "B63: every other name",
        arguments: [
            "UTF-7", "utf-16", "UTF-16LE", "UTF-32", "UCS-4", "ISO-8859-1", "windows-1252", "EBCDIC-CP-US", "IBM037", "HZ-GB-2312", "x",
            "UTF_8", "UTF-8.", "UTF-88", "UTF", "CP65001", "HTML", "ISO-10646-UCS-2", "ANSI_X3.4-1968",
        ])
    func otherEncodingsAreRefused(_ name: String) {
        #expect(refusal("<?xml version='1.0' encoding='\(name)'?><a>x</a>") == .encoding)
        #expect(refusal("\u{FEFF}<?xml version='1.0' encoding=\"\(name)\"?><a>x</a>") == .encoding)
    }

    @Test("An ASCII name is a promise about the bytes", arguments: ["US-ASCII", "ascii"])
    func declaredASCIIMustBeASCII(_ name: String) {
        #expect(refusal("<?xml version='1.0' encoding='\(name)'?><a>é</a>") == .encoding)
        #expect(refusal("<?xml version='1.0' encoding='\(name)'?><a>&#233;</a>") == nil)
        #expect(refusal("\u{FEFF}<?xml version='1.0' encoding='\(name)'?><a/>") == .encoding)
    }

    @Test func oneByteOrderMarkIsAccepted() throws {
        #expect(try outcome("\u{FEFF}<a>x</a>").get() == outcome("<a>x</a>").get())
        #expect(try outcome("\u{FEFF}<?xml version='1.0'?><a>x</a>").get() == outcome("<a>x</a>").get())
        #expect(try outcome("\u{FEFF}<?xml version='1.0' encoding='utf-8'?><a>x</a>").get() == outcome("<a>x</a>").get())
        #expect(rootText("<a>\u{FEFF}x</a>") == "\u{FEFF}x")
    }

    static let foreign: [[UInt8]] = [
        // UTF-16 and UTF-32 with byte order mark.
        [0xFF, 0xFE] + wide("<a/>", 2, little: true),
        [0xFE, 0xFF] + wide("<a/>", 2, little: false),
        [0xFF, 0xFE, 0, 0] + wide("<a/>", 4, little: true),
        [0, 0, 0xFE, 0xFF] + wide("<a/>", 4, little: false),
        [0xFF, 0xFE], [0xFE, 0xFF],
        // The same without byte order mark.
        wide("<a/>", 2, little: true), wide("<a/>", 2, little: false), wide("<a/>", 4, little: true), wide("<a/>", 4, little: false),
        wide("<?xml version='1.0'?><a/>", 2, little: true), wide("<?xml version='1.0'?><a/>", 2, little: false),
        wide("<?xml version='1.0' encoding='UTF-8'?><a/>", 4, little: true),
        // UTF-32 in unusual byte orders, an EBCDIC declaration.
        [0, 0, 0x3C, 0, 0, 0, 0x61, 0], [0, 0x3C, 0, 0, 0, 0x61, 0, 0], [0x3C, 0], [0, 0x3C], [0, 0x3C, 0x61, 0x2F, 0x3E],
        [0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40], [0x4C, 0x81, 0x61, 0x6E],
    ]

    static func wide(_ text: String, _ width: Int, little: Bool) -> [UInt8] {
        text.utf8.flatMap { byte in
            let zeros = [UInt8](repeating: 0, count: width - 1)
            return little ? [byte] + zeros : zeros + [byte]
        }
    }

    @Test("B63: UTF-16, UTF-32, EBCDIC", arguments: foreign)
    func foreignEncodingsAreRefused(_ document: [UInt8]) {
        #expect(refusal(document) == .encoding)
    }

    static let invalid: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC0, 0xBC], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0xBC], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF0, 0x80, 0x80, 0xBC], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE],
        [0xFF], [0xE9], [0x93, 0x94],
    ]

    @Test("B64: invalid and overlong UTF-8, windows-1252", arguments: invalid)
    func invalidUTF8IsRefused(_ sequence: [UInt8]) {
        #expect(refusal(Array("<a>".utf8) + sequence + Array("</a>".utf8)) == .encoding)
        #expect(refusal(Array("<a b='".utf8) + sequence + Array("'/>".utf8)) == .encoding)
        #expect(refusal(Array("<a/>".utf8) + sequence) == .encoding)
        #expect(refusal(Array("<?xml version='1.0' encoding='UTF-8'?><a/><!--".utf8) + sequence + Array("-->".utf8)) == .encoding)
    }

    @Test(
        "B64: NUL ends nothing",
        arguments: ["<a>\0</a>", "<a/>\0", "<a/>\0<b/>", "<a/>\0junk", "<a b='\0'/>", "\0\0<a/>", "<a\0/>", "<a></a>\n\0"])
    func nulIsRefused(_ document: String) {
        #expect(refusal(document) == .malformed)
    }

    @Test(arguments: ["é", "€", "😀", "\u{7F}", "\u{80}", "\u{9F}", "\u{2028}", "\u{FFFD}", "\u{1FFFE}", "\u{10FFFF}", "e\u{301}"])
    func nonASCIITextIsPreserved(_ text: String) {
        #expect(bytes(rootText("<a>\(text)</a>")) == Array(text.utf8))
    }

    @Test(
        "A declaration that breaks the grammar",
        arguments: [
            "version='1.1'", "version='2.0'", "version='1.'", "version=''", "version='01.0'", "version=' 1.0'", "version='1.0 '", "",
            "encoding='UTF-8'",
            "encoding='UTF-8' version='1.0'", "version='1.0' encoding=''", "version='1.0' encoding='UTF-8", "version='1.0' encoding=UTF-8",
            "version='1.0' encoding='UTF-8\"", "version='1.0'encoding='UTF-8'", "version='1.0' encoding='UTF-8' encoding='UTF-8'",
            "version='1.0' standalone='yes' encoding='UTF-8'", "version='1.0' standalone='maybe'", "version='1.0' standalone=''",
            "VERSION='1.0'",
            "version='1.0' ENCODING='UTF-8'", "version='1.0' encoding 'UTF-8'", "version='1.0' x='y'", "version='1.0' encoding=' UTF-8'",
            "version='1.0' encoding='-UTF-8' ?", "version='1.0' encoding='UTF-8'>", "version='1.0' version='1.0'",
            "version='1.0' encoding='UTF 8'",
        ])
    func malformedDeclarationsAreRefused(_ content: String) {
        #expect(refusal("<?xml \(content)?><a/>") == .malformed)
    }

    @Test("T67, T68", arguments: ["<?xml version='1.0' standalone='yes'?><a/>", "<?xml version=\"1.0\" standalone='no'?>\n<a/>", "<a/>"])
    func validDeclarationsAreAccepted(_ document: String) {
        #expect(refusal(document) == nil)
    }

    @Test func textLikeADeclarationIsText() {
        #expect(rootText("<a>encoding='UTF-7'</a>") == "encoding='UTF-7'")
        #expect(rootText("<a><![CDATA[<?xml version='1.0' encoding='UTF-7'?>]]></a>") == "<?xml version='1.0' encoding='UTF-7'?>")
        #expect(refusal("+ADw-a+AD4-x+ADw-/a+AD4-") == .malformed)
    }
}
