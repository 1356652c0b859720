import SafeXML
import Testing

@Suite(.timeLimit(.minutes(5))) struct DamageTests {
    static let documents = [
        Sample.envelope,
        "<login><username>ann</username><password> x&#13;</password></login>",
        "\u{FEFF}<?xml version='1.0'?><!-- c --><é ü='&quot;'><![CDATA[]]]]></é>",
        "<!DOCTYPE a [<!ENTITY % p '<!ENTITY q \"r\">'> %p; <!ATTLIST a b CDATA #IMPLIED>]><a>&q;</a>",
        "<?xml version='1.0'?><?p q?><a><?r?></a>",
    ]

    @Test("B72: no beginning of a document is a document", arguments: documents)
    func truncatedDocumentsAreRefused(_ document: String) {
        let whole = Array(document.utf8)
        for count in whole.indices {
            #expect(refusal(Array(whole.prefix(count))) != nil, "first \(count) bytes")
        }
    }

    /// Every flipped byte has the same outcome twice.
    @Test(arguments: documents)
    func flippedBitsHaveADeterministicOutcome(_ document: String) {
        let whole = Array(document.utf8)
        for position in whole.indices {
            for byte in Array("<>&\"'=/:!-[]?% \n;#x0".utf8) + [0x00, 0x01, 0x7F, 0x80, 0xC3, 0xEF, 0xFF] {
                var damaged = whole
                damaged[position] = byte
                #expect(outcome(damaged) == outcome(damaged))
            }
        }
    }

    @Test(arguments: documents)
    func removedAndDoubledBytesHaveADeterministicOutcome(_ document: String) {
        let whole = Array(document.utf8)
        for position in whole.indices {
            var shorter = whole
            shorter.remove(at: position)
            #expect(outcome(shorter) == outcome(shorter))
            var longer = whole
            longer.insert(whole[position], at: position)
            #expect(outcome(longer) == outcome(longer))
        }
    }

    /// Halves of two documents, joined at every pair of markup characters.
    @Test func splicedDocumentsHaveADeterministicOutcome() {
        let marks = Set("<>&'\"![".utf8)
        for first in DamageTests.documents {
            for second in DamageTests.documents {
                let (head, tail) = (Array(first.utf8), Array(second.utf8))
                for cut in head.indices.filter({ marks.contains(head[$0]) }) {
                    for join in tail.indices.filter({ marks.contains(tail[$0]) }).prefix(12) {
                        let document = Array(head[..<cut] + tail[join...])
                        #expect(outcome(document) == outcome(document))
                    }
                }
            }
        }
    }

    static let floods: [(String, XMLError?)] = [
        ("<!--" + repeated("-", 60000), .malformed),
        ("<a>" + repeated("&;", 30000), .malformed),
        ("<a b='" + repeated("&;", 30000) + "'/>", .malformed),
        ("<a b='" + repeated("&x;", 20000) + "'/>", .malformed),
        ("<a b='" + repeated("<", 60000) + "'/>", .malformed),
        ("<a>" + repeated("\u{1}", 60000), .malformed),
        ("<r>" + repeated("<p:a/>", 10000) + "</r>", .malformed),
        ("<a>" + repeated("]]>", 20000) + "</a>", .malformed),
        ("<a>" + repeated("<![CDATA[]]>", 5000) + "</a>", nil),
        ("<a>" + repeated("<!---->", 9000) + "</a>", nil),
        ("<a>" + repeated("&lt;", 16000) + "</a>", nil),
        ("<a b='" + repeated("&amp;", 13000) + "'/>", nil),
        (repeated("<", 60000), .malformed),
        (repeated("<!", 30000), .malformed),
        (repeated("<a ", 20000), .malformed),
        ("<?p " + repeated("?", 60000), .malformed),
        ("<?p " + repeated("?", 60000) + "><a/>", .processingInstruction),
        ("<!DOCTYPE a [" + repeated("<!ENTITY % p '&#37;p;'>", 2000) + "]><a/>", .doctype),
        ("<!DOCTYPE a [" + repeated("[", 60000), .doctype),
    ]

    @Test("Monotonous documents", arguments: floods)
    func floodsAreRefused(_ document: String, _ expected: XMLError?) {
        #expect(refusal(document) == expected)
    }

    @Test("Calls from many threads do not meet") func concurrentCallsAreIndependent() async {
        let jobs: [(document: [UInt8], expected: Result<XMLElement, XMLError>)] = [
            Sample.envelope, "<a>1</a>", "<a><b/></a>", "<!DOCTYPE a><a/>", "<?p?><a/>", "<p:a/>", "<a", "", repeated("<a>", 40),
            "<?xml version='1.0' encoding='UTF-7'?><a/>", "<a b='&x;'/>",
        ].map { (Array($0.utf8), outcome($0)) }
        let failures = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    var failures = 0
                    for round in 0..<200 {
                        let job = jobs[(worker + round) % jobs.count]
                        if outcome(job.document) != job.expected { failures += 1 }
                    }
                    return failures
                }
            }
            return await group.reduce(0, +)
        }
        #expect(failures == 0)
    }
}
