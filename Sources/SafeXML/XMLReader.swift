/// The one way in: bytes from outside become an `XMLElement` or a refusal.
///
/// Reads XML 1.0 with namespaces, UTF-8 only. No DOCTYPE, no processing instructions, no entities beyond the five predefined ones and
/// numeric references; nothing is ever opened or fetched. The same bytes always give the same answer. May be called from any
/// number of threads at once; a call keeps nothing when it returns.
public enum XMLReader {
    /// The root element of the document. The bytes are only looked at during the call.
    public static func read(_ bytes: UnsafeRawBufferPointer, limits: XMLLimits = .gateway) throws(XMLError) -> XMLElement {
        if bytes.count > limits.bytes { throw .limit }
        if bytes.isEmpty { throw .malformed }
        try EncodingGate.check(bytes)
        try TagGate.check(bytes, limits)
        return try ParserContext.parse(bytes, into: TreeBuilder(limits: limits))
    }

    /// The root element of the document.
    public static func read(_ bytes: [UInt8], limits: XMLLimits = .gateway) throws(XMLError) -> XMLElement {
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(XMLError) in try read(bytes, limits: limits) }
        }
        return try outcome.get()
    }
}
