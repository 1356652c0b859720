import SafeXML
import Testing

@Suite struct LimitTests {
    private func nested(_ depth: Int) -> String {
        repeated("<a>", depth - 1) + "<a/>" + repeated("</a>", depth - 1)
    }

    @Test("B60") func depthIsLimited() {
        #expect(refusal(nested(32)) == nil)
        #expect(refusal(nested(33)) == .limit)
        #expect(refusal(repeated("<a>", 20000)) == .limit)
    }

    @Test("B61") func elementsAreLimited() {
        #expect(refusal("<r>" + repeated("<a/>", 511) + "</r>") == nil)
        #expect(refusal("<r>" + repeated("<a/>", 512) + "</r>") == .limit)
        #expect(refusal("<r>" + repeated("<a></a>", 9000) + "</r>") == .limit)
    }

    private func element(attributes: Int, declarations: Int) -> String {
        "<r" + (0..<attributes).map { " a\($0)='>'" }.joined() + (0..<declarations).map { "\nxmlns:n\($0) = \"u:\($0)\"" }.joined() + "/>"
    }

    @Test("B59") func attributesAreLimited() throws {
        #expect(try outcome(element(attributes: 16, declarations: 0)).get().attributes.count == 16)
        #expect(refusal(element(attributes: 17, declarations: 0)) == .limit)
        #expect(refusal(element(attributes: 48, declarations: 0)) == .limit)
        #expect(refusal(element(attributes: 4000, declarations: 0)) == .limit)
        #expect(refusal("<r>" + element(attributes: 17, declarations: 0) + "</r>") == .limit)
        #expect(refusal("<r" + repeated(" a='1'", 4000) + "/>") == .limit)
        #expect(refusal("<r" + repeated(" a='1'", 4000)) == .limit)
    }

    @Test func namespaceDeclarationsAreLimited() throws {
        #expect(try outcome(element(attributes: 16, declarations: 32)).get().attributes.count == 16)
        #expect(refusal(element(attributes: 0, declarations: 33)) == .limit)
        #expect(refusal(element(attributes: 0, declarations: 5000)) == .limit)
        let withDefault = "<r xmlns='u'" + (0..<31).map { " xmlns:n\($0)='u'" }.joined()
        #expect(refusal(withDefault + "/>") == nil)
        #expect(refusal(withDefault + " xmlns:m\t='u'/>") == .limit)
        #expect(refusal(withDefault + " xmlns:xml='http://www.w3.org/XML/1998/namespace'/>") == .limit)
    }

    @Test("Names that only begin like a declaration are attributes") func attributesLikeDeclarationsCountAsAttributes() {
        #expect(refusal("<r" + (0..<17).map { " xmlnsx\($0)='1'" }.joined() + "/>") == .limit)
        #expect(refusal("<r" + (0..<16).map { " xmlns-\($0)='1'" }.joined() + "/>") == nil)
    }

    @Test("Names of 256 bytes, prefix and colon included") func nameLengthIsLimited() {
        let name = repeated("n", 256)
        #expect(refusal("<\(name)/>") == nil)
        #expect(refusal("<\(name)n/>") == .limit)
        #expect(refusal("<a \(name)=''/>") == nil)
        #expect(refusal("<a \(name)n=''/>") == .limit)
        #expect(refusal("<\(repeated("é", 128))/>") == nil)
        #expect(refusal("<\(repeated("é", 128))n/>") == .limit)
        let prefix = repeated("p", 200)
        #expect(refusal("<\(prefix):\(repeated("l", 55)) xmlns:\(prefix)='u'/>") == nil)
        #expect(refusal("<\(prefix):\(repeated("l", 56)) xmlns:\(prefix)='u'/>") == .limit)
        #expect(refusal("<a xmlns:\(prefix)='u' \(prefix):\(repeated("l", 55))=''/>") == nil)
        #expect(refusal("<a xmlns:\(prefix)='u' \(prefix):\(repeated("l", 56))=''/>") == .limit)
        #expect(refusal("<a xmlns:\(repeated("p", 250))='u'/>") == nil)
        #expect(refusal("<a xmlns:\(repeated("p", 251))='u'/>") == .limit)
        #expect(refusal("<\(repeated("n", 60000))/>") == .limit)
    }

    @Test("B62: size of the whole document") func sizeIsLimited() {
        let fill = repeated("x", 65536 - 7)
        #expect(rootText("<a>\(fill)</a>")?.utf8.count == 65536 - 7)
        #expect(refusal("<a>\(fill)x</a>") == .limit)
        #expect(refusal("<a/>" + repeated(" ", 65536)) == .limit)
        #expect(refusal([UInt8](repeating: 0xFF, count: 65537)) == .limit)
        #expect(refusal("<a b='\(repeated("x", 65526))'/>") == nil)
    }

    @Test func callersCanSetTheirOwnLimits() {
        let limits = XMLLimits(bytes: 40, depth: 2, elements: 3, attributes: 1, namespaceDeclarations: 0, nameBytes: 2)
        #expect(refusal("<a><b/><c/></a>", limits: limits) == nil)
        #expect(refusal("<a><b/><c/><d/></a>", limits: limits) == .limit)
        #expect(refusal("<a><b><c/></b></a>", limits: limits) == .limit)
        #expect(refusal("<a b='' c=''/>", limits: limits) == .limit)
        #expect(refusal("<a xmlns='u'/>", limits: limits) == .limit)
        #expect(refusal("<abc/>", limits: limits) == .limit)
        #expect(refusal("<a>" + repeated("x", 34) + "</a>", limits: limits) == .limit)
        #expect(refusal("<a/>", limits: XMLLimits(elements: 0)) == .limit)
        #expect(refusal("<a/>", limits: XMLLimits(bytes: 0)) == .limit)
    }

    @Test func theDefaultsAreThoseOfTheContract() {
        #expect(
            XMLLimits.gateway
                == XMLLimits(bytes: 65536, depth: 32, elements: 512, attributes: 16, namespaceDeclarations: 32, nameBytes: 256))
    }

    static let allowed = [
        // A scan that ignores quotes, comments and sections would take this for a flood.
        "<a><!-- <b" + repeated(" x='1'", 100) + "> --></a>",
        "<a><![CDATA[<b" + repeated(" x='1'", 100) + ">]]></a>",
        "<a b='" + repeated(" x=1", 100) + " > \" '/>",
        "<a b=\"" + repeated(" x='1'", 100) + "/>\"/>",
        "<a>" + repeated(" x='1'", 100) + "</a>",
        "<a>\"</a>", "<a>'</a>", "<a>></a>", "<a>/></a>", "<a b='>'>'</a>", "<a>]]</a>", "<a>]></a>", "<!-- ' --><a/>",
        "<a><!-- \" <!-> --></a>",
        "<a><![CDATA[]]]]><![CDATA[>]]></a>", "<a><![CDATA[]]></a>", "<a><![CDATA[ <!-- ]]></a>", "<!----><a/>", "<a\n>\n</a\n>\n",
        "<a b\n=\n'c'\n/>",
        "<a b='c'/>\n<!-- x -->\n", "<a b='/'/>",
    ]

    @Test("The early scan follows the grammar", arguments: allowed)
    func theScanAcceptsMarkupInQuotesCommentsAndSections(_ document: String) {
        #expect(refusal(document) == nil)
    }
}
