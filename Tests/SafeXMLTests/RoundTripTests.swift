import SafeXML
import Testing

@Suite struct RoundTripTests {
    static let strings = [
        "", " ", "plain", "  outer  ", "\t\n", "\r", "\r\n", "a\rb\r\nc\n", "<a href=\"x\">&amp;</a>", "]]>", "<![CDATA[x]]>", "<!-- -->",
        "<?p?>",
        "&#38;", "&#x26;", "&amp;amp;", "&", "&&&", "'\"`", "é", "e\u{301}", "€", "😀", "\u{7F}\u{80}\u{85}\u{9F}", "\u{2028}\u{2029}",
        "\u{FEFF}x",
        "\u{FFFD}", "\u{FFFC}", "\u{F000}\u{FFEF}", "\u{1FFFE}\u{10FFFF}", "日本語", "x'--; DROP TABLE", "${7*7}{{x}}", "\u{A0}", "0", "\n\n",
        "%25%00",
    ]

    static let lossy = [
        ("\u{0}", ""), ("a\u{0}b", "ab"), ("\u{1}\u{8}\u{B}\u{C}\u{E}\u{1F}", ""), ("\u{FFFE}", ""), ("\u{FFFF}", ""),
        ("a\u{FFFE}\u{FFFF}b", "ab"),
        ("\u{1B}[31m<", "[31m<"), ("\u{FFFD}\u{FFFE}\u{FFFD}", "\u{FFFD}\u{FFFD}"), ("\u{0}\u{0}&\u{0}", "&"),
    ]

    private func expect(_ text: String, reads expected: String) throws {
        for layout in [XMLWriter.Layout.compact, .indented] {
            var writer = XMLWriter(.versionAndEncoding, layout: layout)
            writer.element("r", [("xmlns:p", "urn:p"), ("a", text), ("p:a", text)]) { writer in
                writer.element("t", text: text)
                writer.element("t") {
                    $0.text(text)
                    $0.text(text)
                }
            }
            let root = try XMLReader.read(writer.finish())
            #expect(bytes(root.attribute(named: "a")) == Array(expected.utf8))
            #expect(bytes(root.attribute(named: "a", namespace: "urn:p")) == Array(expected.utf8))
            #expect(root.children.map { bytes($0.text) } == [Array(expected.utf8), Array((expected + expected).utf8)])
        }
    }

    @Test(arguments: strings) func everyStringSurvivesARoundTrip(_ text: String) throws {
        try expect(text, reads: text)
        try expect(repeated(text, 100), reads: repeated(text, 100))
    }

    @Test("Characters that XML 1.0 cannot hold are dropped", arguments: lossy)
    func forbiddenCharactersAreDropped(_ text: String, _ expected: String) throws {
        try expect(text, reads: expected)
    }

    @Test("Every character up to U+2FF and around the borders of XML") func everyAllowedCharacterSurvivesARoundTrip() throws {
        let values = Array(UInt32(0)...0x2FF) + [0xD7FF, 0xE000, 0xEFFF, 0xF000, 0xFFBF, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x10FFFF]
        for scalar in values.compactMap(Unicode.Scalar.init) {
            let holds = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || [9, 10, 13].contains(scalar.value)
            try expect("a\(scalar)b", reads: holds ? "a\(scalar)b" : "ab")
        }
    }

    @Test func escapedTextParsesAsItself() {
        let text = "a&b<c>d\"e'f\tg\nh\ri\u{1}j"
        #expect(XMLText.escaped(text) == "a&amp;b&lt;c&gt;d\"e'f\tg\nh&#13;ij")
        #expect(XMLText.escaped(text, for: .attribute) == "a&amp;b&lt;c&gt;d&quot;e'f&#9;g&#10;h&#13;ij")
        #expect(XMLText.escaped("") == "")
        var bytes = Array("x".utf8)
        XMLText.append("<", to: &bytes)
        #expect(bytes == Array("x&lt;".utf8))
    }
}
