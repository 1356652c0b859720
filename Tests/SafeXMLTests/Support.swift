import SafeXML

/// The result for a document: its root, or the error.
func outcome(_ text: String, limits: XMLLimits = .gateway) -> Result<XMLElement, XMLError> {
    outcome(Array(text.utf8), limits: limits)
}

func outcome(_ bytes: [UInt8], limits: XMLLimits = .gateway) -> Result<XMLElement, XMLError> {
    Result { () throws(XMLError) in try XMLReader.read(bytes, limits: limits) }
}

func refusal(_ text: String, limits: XMLLimits = .gateway) -> XMLError? {
    refusal(Array(text.utf8), limits: limits)
}

func refusal(_ bytes: [UInt8], limits: XMLLimits = .gateway) -> XMLError? {
    switch outcome(bytes, limits: limits) {
    case .success: nil
    case .failure(let refusal): refusal
    }
}

/// The text of the root; `nil` if the document was refused.
func rootText(_ text: String) -> String? {
    try? outcome(text).get().text
}

func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
}

/// The bytes of a string, for comparisons without Unicode equivalence.
func bytes(_ text: String?) -> [UInt8]? {
    text.map { Array($0.utf8) }
}

enum Sample {
    /// A document with every allowed construct. It ends with the root, so that no prefix of it is a document.
    static let envelope = """
        <?xml version="1.0" encoding='utf-8' standalone = "yes" ?>
        <!-- before -->
        <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns="urn:d" xmlns:t='https://h/soap?services=a%2Cb&amp;x=1'>
          <e:Header/><e:Body a="1" e:b='&lt;"&#x41;'><t:login><username xmlns="">än@shop</username
          ><password>a&amp;<![CDATA[<b>]]>&#99;<!-- no -->d</password></t:login></e:Body></e:Envelope>
        """
}
