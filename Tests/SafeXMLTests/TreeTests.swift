import SafeXML
import Testing

@Suite struct TreeTests {
    @Test(
        "B67, B70: character data is joined exactly",
        arguments: [
            ("<a>one<![CDATA[ & <two> ]]>three</a>", "one & <two> three"),
            ("<a>pa<!-- x -->ss<!-- y -->word</a>", "password"),
            ("<a><!-- only --></a>", ""),
            ("<a><![CDATA[]]></a>", ""),
            ("<a><![CDATA[ ]]></a>", " "),
            ("<a><![CDATA[]]]]><![CDATA[>]]></a>", "]]>"),
            ("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<>&\"'"),
            ("<a>&#65;&#x42;&#x1F600;&#233;</a>", "AB😀é"),
            ("<a>&amp;amp;&amp;#38;</a>", "&amp;&#38;"),
            ("<a>&#38;#60;</a>", "&#60;"),
            ("<a><![CDATA[&amp;]]></a>", "&amp;"),
            ("<a>a<b>x</b>c<b/>d</a>", "acd"),
            ("<a>&#13;&#10;&#9;</a>", "\r\n\t"),
        ])
    func textIsResolved(_ document: String, _ expected: String) {
        #expect(bytes(rootText(document)) == Array(expected.utf8))
    }

    @Test(
        "B68: white space is kept",
        arguments: [
            ("<a> x </a>", " x "), ("<a>  </a>", "  "), ("<a>\n\t x\n</a>", "\n\t x\n"), ("<a>\u{A0}\u{2003}</a>", "\u{A0}\u{2003}"),
            ("<a>x\r\ny\rz</a>", "x\ny\nz"), ("<a xml:space='default'>  x  </a>", "  x  "), ("<a> <b/> </a>", "  "),
        ])
    func whiteSpaceIsPreserved(_ document: String, _ expected: String) {
        #expect(bytes(rootText(document)) == Array(expected.utf8))
    }

    @Test("Long text arrives in pieces and in whole characters", arguments: ["x", "é", "€", "😀", "a😀", "\n", "&amp;", "]"])
    func longTextIsComplete(_ piece: String) {
        let count = 60000 / piece.utf8.count
        let expected = repeated(piece == "&amp;" ? "&" : piece, count)
        #expect(bytes(rootText("<a>" + repeated(piece, count) + "</a>")) == Array(expected.utf8))
        #expect(bytes(rootText("<a><![CDATA[" + repeated(piece, count) + "]]></a>")) == Array(repeated(piece, count).utf8))
    }

    @Test("Attributes in order, references resolved, white space normalised") func attributesAreInOrderAndNormalized() throws {
        let root = try outcome("<a z='1' b=\"&lt;&amp;&#38;&amp;amp;&quot;\" c='x\ty\nz&#10;&#9;' d='' e='&amp;#38;'/>").get()
        #expect(root.attributes.map(\.name.local) == ["z", "b", "c", "d", "e"])
        #expect(root.attributes.map(\.value) == ["1", "<&&&amp;\"", "x y z\n\t", "", "&#38;"])
        #expect(root.attribute(named: "d") == "")
        #expect(root.attribute(named: "x") == nil)
        #expect(root.attribute(named: "z", namespace: "u") == nil)
    }

    @Test func namespacesAreResolved() throws {
        let root = try outcome(
            "<p:a xmlns:p='urn:p' xmlns='urn:d' b='1' p:b='2' xml:lang='en'><c b=''/><c xmlns=''/><p:c xmlns:p='urn:q'/></p:a>"
        ).get()
        #expect(root.name == XMLName("a", prefix: "p", namespace: "urn:p"))
        #expect(
            root.attributes.map(\.name) == [
                XMLName("b"), XMLName("b", prefix: "p", namespace: "urn:p"),
                XMLName("lang", prefix: "xml", namespace: "http://www.w3.org/XML/1998/namespace"),
            ])
        #expect(root.attribute(named: "b") == "1")
        #expect(root.attribute(named: "b", namespace: "urn:p") == "2")
        #expect(
            root.children.map(\.name) == [
                XMLName("c", namespace: "urn:d"), XMLName("c"), XMLName("c", prefix: "p", namespace: "urn:q"),
            ])
        #expect(root.children.first?.attributes.map(\.name) == [XMLName("b")])
        #expect(root.name.qualified == "p:a")
    }

    @Test("Ampersands in a namespace", arguments: ["https://h/soap?a=1&b=2", "urn:a&", "&", "u&amp;"])
    func ampersandsInNamespacesAreRestored(_ namespace: String) throws {
        let escaped = XMLText.escaped(namespace, for: .attribute)
        #expect(try outcome("<a xmlns='\(escaped)'/>").get().name.namespace == namespace)
        #expect(try outcome("<p:a xmlns:p='\(escaped)'/>").get().name.namespace == namespace)
    }

    @Test(
        "T40, relative references, declarations of the xml prefix: allowed",
        arguments: [
            "http://[2001:db8::1]:8080/ns", "relative", "a/b", "urn:x", "#", "http://h/%20", "HTTP://H", "a:b",
        ])
    func unusualNamespacesAreAccepted(_ namespace: String) throws {
        #expect(try outcome("<p:a xmlns:p='\(namespace)'/>").get().name.namespace == namespace)
        #expect(refusal("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xmlns:p='\(namespace)' xml:lang='not a language'/>") == nil)
    }

    @Test func aCompleteDocumentIsParsed() throws {
        let soap = "http://www.w3.org/2003/05/soap-envelope"
        let target = "https://h/soap?services=a%2Cb&x=1"
        let login = XMLElement(
            XMLName("login", prefix: "t", namespace: target),
            children: [
                XMLElement(XMLName("username"), text: "än@shop"), XMLElement(XMLName("password", namespace: "urn:d"), text: "a&<b>cd"),
            ])
        let body = XMLElement(
            XMLName("Body", prefix: "e", namespace: soap),
            attributes: [XMLAttribute(XMLName("a"), value: "1"), XMLAttribute(XMLName("b", prefix: "e", namespace: soap), value: "<\"A")],
            children: [login])
        let expected = XMLElement(
            XMLName("Envelope", prefix: "e", namespace: soap),
            children: [XMLElement(XMLName("Header", prefix: "e", namespace: soap)), body], text: "\n  ")
        #expect(try outcome(Sample.envelope).get() == expected)
        #expect(try Array(Sample.envelope.utf8).withUnsafeBytes { try XMLReader.read($0) } == expected)
    }

    @Test func emptyAndWhiteSpaceContentIsRecognized() throws {
        func root(_ text: String) throws -> XMLElement { try outcome(text).get() }
        #expect(try root("<a/>").isEmpty && root("<a></a>").isEmpty && root("<a><!-- c --></a>").isEmpty && root("<a b='c'/>").isEmpty)
        #expect(try !root("<a> </a>").isEmpty && !root("<a><b/></a>").isEmpty)
        #expect(
            try root("<a/>").isTextWhitespace && root("<a> \t\r\n</a>").isTextWhitespace && root("<a>\n<b>x</b>\n</a>").isTextWhitespace)
        #expect(try !root("<a>\u{A0}</a>").isTextWhitespace && !root("<a>x<b/></a>").isTextWhitespace)
    }

    @Test("Equality is by bytes") func equalityIsByteWise() {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        #expect(composed == decomposed)
        #expect(XMLAttribute(XMLName("a"), value: composed) != XMLAttribute(XMLName("a"), value: decomposed))
        #expect(XMLName(composed) != XMLName(decomposed))
        #expect(XMLName("a", prefix: composed) != XMLName("a", prefix: decomposed))
        #expect(XMLName("a", namespace: composed) != XMLName("a", namespace: decomposed))
        #expect(XMLName("a", namespace: "") != XMLName("a"))
        #expect(XMLElement(XMLName("a"), text: composed) != XMLElement(XMLName("a"), text: decomposed))
        #expect(XMLAttribute(XMLName("a"), value: composed) != XMLAttribute(XMLName("a"), value: decomposed))
        #expect(XMLName("a", prefix: "p", namespace: "u").matches("a", in: "u"))
        #expect(!XMLName(composed).matches(decomposed, in: nil) && !XMLName("a", namespace: "u").matches("a", in: nil))
        let element = XMLElement(XMLName("r"), attributes: [XMLAttribute(XMLName(composed), value: "1")])
        #expect(element.attribute(named: decomposed) == nil && element.attribute(named: composed) == "1")
        #expect(refusal("<\(composed)></\(decomposed)>") == .malformed)
    }
}
