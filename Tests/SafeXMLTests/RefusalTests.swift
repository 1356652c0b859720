import SafeXML
import Testing

@Suite struct RefusalTests {
    static let doctypes = [
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a PUBLIC '-//x//y' 'http://127.0.0.1:1/x.dtd'><a/>",
        "<!DOCTYPE a []><a/>",
        "<?xml version='1.0'?><!-- c --><!DOCTYPE a><a/>",
        "<?xml version='1.0'?>\n\n<!DOCTYPE\na\n[ <!-- > --> ]\n><a/>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'http://127.0.0.1:1/'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p.dtd'> %p;]><a/>",
        "<!DOCTYPE a [<!ENTITY % p '<!ENTITY q \"r\">'> %p;]><a>&q;</a>",
        "<!DOCTYPE a [<!ELEMENT a ANY><!ATTLIST a b CDATA 'default'>]><a/>",
        "<!DOCTYPE a [<!ENTITY a0 'x'><!ENTITY a1 '&a0;&a0;'><!ENTITY a2 '&a1;&a1;'>]><a>&a2;</a>",
        "<!DOCTYPE a [<!ENTITY e '" + repeated("x", 20000) + "'>]><a>" + repeated("&e;", 10000) + "</a>",
        "<!DOCTYPE a [<!ENTITY e '&f;'><!ENTITY f '&e;'>]><a b='&e;'/>",
        "<!DOCTYPE a [<!NOTATION n SYSTEM 'x'><!ENTITY u SYSTEM 'y' NDATA n>]><a/>",
        "<!DOCTYPE a [ <",
        "\u{FEFF}<!DOCTYPE a><a/>",
        "<!DOCTYPE a><a" + repeated(" x='1'", 5000) + "/>",
    ]

    @Test("B55-B57: any document type declaration", arguments: doctypes)
    func doctypeIsRefused(_ document: String) {
        #expect(refusal(document) == .doctype)
    }

    static let instructions = [
        "<?p?><a/>",
        "<?xml-stylesheet href='http://127.0.0.1:1/x.xsl'?><a/>",
        "<?xml version='1.0'?><?p q?><a/>",
        "<!-- c --><?p?><a/>",
        "<a><?p?></a>",
        "<a>text<?p with > and <b/> ?>text</a>",
        "<a/><?p?>",
        "<a/>\n<?p?>\n",
        "<?oasis-xml-catalog catalog='http://127.0.0.1:1/c'?><a/>",
        "<?php echo 1 ?><a/>",
    ]

    @Test("B58: processing instructions", arguments: instructions)
    func processingInstructionsAreRefused(_ document: String) {
        #expect(refusal(document) == .processingInstruction)
    }

    static let malformed = [
        // No element.
        "", " ", "\n\t ", "x", "<!-- c -->", "<?xml version='1.0'?>", "\u{FEFF}", "<", "</a>", "<>", "< a/>", "<1/>", "&amp;",
        // A misplaced declaration.
        " <?xml version='1.0'?><a/>", "\n<?xml version='1.0'?><a/>", "<!-- c --><?xml version='1.0'?><a/>",
        "<?xml version='1.0'?><?xml version='1.0'?><a/>", "<a><?xml version='1.0'?></a>", "<a/><?xml version='1.0'?>",
        "<?xml?><a/>", "x<?xml version='1.0'?><a/>",
        // B65: exactly one root.
        "<a/><b/>", "<a/>x", "<a/>&amp;", "<a/><![CDATA[]]>", "x<a/>", "<a></a></a>", "<a/>]]>", "<a/><", "<a/><!DOCTYPE a>",
        "\u{FEFF}\u{FEFF}<a/>", "<a/>\u{FEFF}",
        // Tags.
        "<a>", "<a><b></a></b>", "<a></b>", "<a></A>", "<a", "<a/", "<a b/>", "<a b=/>", "<a b=c/>", "<a b='c\"/>", "<a b='c'd='e'/>",
        "<a b='1' b='2'/>", "<a b='<'/>", "<a/ >", "<a></a b='c'>", "<a 1='2'/>", "<a =''/>", "<a 'b'/>", "<a\u{1}/>", "<a><b <c/></a>",
        // Text, comments, sections.
        "<a>]]></a>", "<a><</a>", "<a>&</a>", "<a><!-- -- --></a>", "<a><!--></a>", "<a><!-- ---></a>", "<a><!-- </a>",
        "<a><![CDATA[</a>", "<a><![cdata[x]]></a>", "<a><!x></a>", "<a><!DOCTYPE a></a>", "<a><!ENTITY b 'c'></a>", "<a><![IGNORE[x]]></a>",
        "<!doctype a><a/>", "<!DOCTYPE><a/>",
        // References.
        "<a>&b;</a>", "<a>&amp</a>", "<a>&;</a>", "<a>&#;</a>", "<a>&#x;</a>", "<a>&#1a;</a>", "<a>&#X41;</a>", "<a>& amp;</a>",
        "<a>&AMP;</a>", "<a>&nbsp;</a>", "<a b='&c;'/>", "<a b='&'/>", "<a>%b;</a>&c;",
    ]

    @Test("B65, B72: not well-formed", arguments: malformed)
    func malformedDocumentsAreRefused(_ document: String) {
        #expect(refusal(document) == .malformed)
    }

    static let namespaceErrors = [
        "<p:a/>", "<a p:b=''/>", "<a><p:b/></a>", "<a><b xmlns:p='u'/><p:b/></a>", "<a:/>", "<:a/>", "<a:b:c xmlns:a='u'/>",
        "<a xmlns:xml='urn:x'/>", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns:xmlns='urn:x'/>", "<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>", "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>", "<xmlns:a/>", "<a xmlns:p=''/>", "<p:a xmlns:p='u'><p:b xmlns:p=''/></p:a>",
        "<a xmlns:p='u' xmlns:p='u'/>", "<a xmlns='u' xmlns='u'/>", "<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", "<a xmlns:='u'/>",
    ]

    /// Namespaces need not be URIs. libxml2 reports the second one only because it sees each ampersand as a reference.
    @Test(arguments: ["not a URI", "https://h/?a=1&b=2&c=3", "http://h/soap?services=a,b|c", "urn:‹x›"])
    func namespacesNeedNotBeURIs(_ namespace: String) throws {
        let escaped = XMLText.escaped(namespace, for: .attribute)
        for document in ["<a xmlns=\"\(escaped)\"><b/></a>", "<p:a xmlns:p=\"\(escaped)\"><p:b/></p:a>"] {
            let root = try XMLReader.read(Array(document.utf8))
            #expect(root.name.namespace == namespace)
            #expect(root.children.first?.name.namespace == namespace)
        }
        #expect(refusal("<p:a xmlns:p='not a URI'><q:b/></p:a>") == .malformed)
    }

    @Test("B66: namespace errors are refusals", arguments: namespaceErrors)
    func undeclaredPrefixesAreRefused(_ document: String) {
        #expect(refusal(document) == .malformed)
    }

    @Test("B64, B71: characters that XML 1.0 forbids, bare", arguments: [UInt8](0...31))
    func controlCharactersAreRefused(_ byte: UInt8) {
        let text = Array("<a>x".utf8) + [byte] + Array("</a>".utf8)
        let attribute = Array("<a b='x".utf8) + [byte] + Array("'/>".utf8)
        let comment = Array("<a><!--x".utf8) + [byte] + Array("--></a>".utf8)
        let behind = Array("<a/>".utf8) + [byte]
        let allowed = byte == 9 || byte == 10 || byte == 13
        for document in [text, attribute, comment, behind] {
            #expect(refusal(document) == (allowed ? nil : .malformed))
        }
    }

    @Test(
        "B71: references to forbidden characters", arguments: ["0", "1", "8", "11", "12", "14", "31", "xD800", "xDFFF", "xFFFE", "xFFFF"])
    func referencesToForbiddenCharactersAreRefused(_ number: String) {
        #expect(refusal("<a>&#\(number);</a>") == .malformed)
        #expect(refusal("<a b='&#\(number);'/>") == .malformed)
    }

    @Test(arguments: ["x110000", "1114112", "99999999999999999999", "xFFFFFFFFFFFFFFFFF", "4294967361", "x100000041", "-1", " 65"])
    func referencesBeyondUnicodeAreRefused(_ number: String) {
        #expect(refusal("<a>&#\(number);</a>") == .malformed)
    }

    @Test("B64: noncharacters", arguments: ["\u{FFFE}", "\u{FFFF}"])
    func noncharactersAreRefused(_ character: String) {
        #expect(refusal("<a>\(character)</a>") == .malformed)
        #expect(refusal("<a b='\(character)'/>") == .malformed)
        #expect(refusal("<a\(character)/>") == .malformed)
    }

    @Test("B58: XInclude and schemaLocation are ordinary names")
    func inclusionsAreNotFetched() {
        let include = "<a xmlns:i='http://www.w3.org/2001/XInclude'><i:include href='file:///etc/passwd' parse='text'/></a>"
        let hint = "<a xmlns:s='http://www.w3.org/2001/XMLSchema-instance' s:schemaLocation='urn:x http://127.0.0.1:1/x.xsd'/>"
        #expect(refusal(include) == nil)
        #expect(refusal(hint) == nil)
        #expect(rootText(include) == "")
    }

    @Test func anEmptyBufferIsRefused() {
        #expect(throws: XMLError.malformed) { try XMLReader.read(UnsafeRawBufferPointer(start: nil, count: 0)) }
    }
}
