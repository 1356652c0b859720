import SafeXML
import Testing

@Suite struct XMLWriterTests {
    private func written(
        _ declaration: XMLWriter.Declaration = .none, _ layout: XMLWriter.Layout = .compact, _ content: (inout XMLWriter) -> Void
    ) -> String {
        var writer = XMLWriter(declaration, layout: layout)
        content(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test("rest.md §12") func aRESTResponseIsWritten() {
        let text = written(.version, .indented) { writer in
            writer.element("response") { writer in
                writer.element("message", text: "a < b")
                writer.element("errors") { writer in
                    writer.element("item") { writer in
                        writer.element("message", text: "")
                        writer.empty("parameters")
                    }
                    writer.element("item", text: "x")
                }
            }
        }
        #expect(
            text == """
                <?xml version="1.0"?>
                <response>
                  <message>a &lt; b</message>
                  <errors>
                    <item>
                      <message></message>
                      <parameters/>
                    </item>
                    <item>x</item>
                  </errors>
                </response>

                """)
    }

    @Test("rest.md §7, §10: scalar, nothing, fallback") func theFormsOfRESTAreWritten() {
        #expect(
            written(.version, .indented) { $0.element("response", text: "true") } == "<?xml version=\"1.0\"?>\n<response>true</response>\n")
        #expect(written(.version, .indented) { $0.empty("response") } == "<?xml version=\"1.0\"?>\n<response/>\n")
        #expect(written(.versionWithoutLineFeed) { $0.element("error", text: "x") } == "<?xml version=\"1.0\"?><error>x</error>")
    }

    @Test("soap.md §5") func aSOAPResponseIsWritten() {
        let text = written(.versionAndEncoding) { writer in
            writer.start("env:Envelope", [("xmlns:env", "http://www.w3.org/2003/05/soap-envelope"), ("xmlns:ns1", "https://h/?a&b")])
            writer.start("env:Body")
            writer.start("ns1:loginResponse")
            writer.element("result", text: "TOKEN")
            writer.end()
            writer.end()
            writer.end()
        }
        #expect(
            text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" "
                + "xmlns:ns1=\"https://h/?a&amp;b\"><env:Body><ns1:loginResponse><result>TOKEN</result></ns1:loginResponse></env:Body></env:Envelope>"
        )
    }

    @Test("start and end, closures and one-line elements give the same") func allMethodsWriteTheSameBytes() {
        for layout in [XMLWriter.Layout.compact, .indented] {
            let closures = written(.none, layout) { $0.element("a", [("b", "c")]) { $0.element("d") { $0.text("e") } } }
            let calls = written(.none, layout) { writer in
                writer.start("a", [("b", "c")])
                writer.start("d")
                writer.text("e")
                writer.end()
                writer.end()
            }
            let line = written(.none, layout) { $0.element("a", [("b", "c")]) { $0.element("d", text: "e") } }
            #expect(closures == calls && calls == line)
        }
    }

    @Test("Attributes in the order given, both layouts") func attributesAreEscaped() {
        let text = written { $0.empty("e", [("z", "1"), ("a", "\"<>&'\t\r\n"), ("m", "")]) }
        #expect(text == "<e z=\"1\" a=\"&quot;&lt;&gt;&amp;'&#9;&#13;&#10;\" m=\"\"/>")
        #expect(
            written(.none, .indented) { $0.element("e", [("a", "1")]) { $0.empty("f", [("b", "2")]) } }
                == "<e a=\"1\">\n  <f b=\"2\"/>\n</e>\n")
    }

    @Test("Text is never changed by indentation") func mixedContentIsNotIndented() {
        let text = written(.none, .indented) { writer in
            writer.element("a") { writer in
                writer.text("x")
                writer.element("b") { $0.empty("c") }
                writer.text("y")
            }
        }
        #expect(text == "<a>x<b>\n    <c/>\n  </b>y</a>\n")
        #expect(written(.none, .indented) { $0.element("a") { $0.text("") } } == "<a></a>\n")
    }

    @Test("Whatever is called, the tags match") func elementsAreClosedInOrder() {
        #expect(written { $0.end() } == "")
        #expect(
            written {
                $0.start("a")
                $0.start("b")
            } == "<a><b></b></a>")
        #expect(
            written {
                $0.element("a") {
                    $0.start("b")
                    $0.start("c")
                }
            } == "<a><b><c></c></b></a>")
        #expect(
            written {
                $0.element("a") {
                    $0.end()
                    $0.end()
                }
            } == "<a></a>")
        #expect(
            written {
                $0.start("r")
                $0.element("a") { $0.end() }
                $0.empty("b")
            } == "<r><a></a><b/></r>")
    }

    @Test("An error of the closure comes out as it is") func aThrowingClosureLeavesTheWriterUsable() {
        struct Failure: Error {}
        var writer = XMLWriter(.none)
        #expect(throws: Failure.self) { try writer.element("a") { (_: inout XMLWriter) throws(Failure) in throw Failure() } }
    }

    @Test(
        "A name cannot break the markup",
        arguments: [
            ("a><b", "ab"), ("a b='c'", "abc"), ("a/", "a"), ("p:a", "p:a"), ("a\n\"&;", "a"), ("", "_"), ("<>", "_"), ("é\u{0}", "é"),
        ])
    func invalidNameBytesAreDropped(_ name: String, _ expected: String) {
        #expect(written { $0.element(name, text: "") } == "<\(expected)></\(expected)>")
        #expect(written { $0.start(name) } == "<\(expected)></\(expected)>")
        #expect(written { $0.empty("x", [(name, "")]) } == "<x \(expected)=\"\"/>")
    }

    @Test func theCapacityDoesNotLimitTheSize() {
        var writer = XMLWriter(.none, capacity: -1)
        writer.element("a", text: repeated("x", 5000))
        #expect(writer.finish().count == 5007)
    }
}
