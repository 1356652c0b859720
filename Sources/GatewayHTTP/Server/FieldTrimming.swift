import NIOHTTP1

extension HTTPServerRequestPart {
    /// Without white space around the values of its fields, which is not part of them (RFC 9110 §5.5). For streams of HTTP/2; the parser of
    /// HTTP/1 takes off what stands in front of a value, ``FieldPadding`` what stands behind it. Nobody after the guard has to know.
    var trimmed: HTTPServerRequestPart {
        guard case .head(var head) = self, head.headers.contains(where: { Self.isPadded($0.value) }) else { return self }
        head.headers = HTTPHeaders(head.headers.map { ($0.name, String(Negotiation.trimmed(Substring($0.value)))) })
        return .head(head)
    }

    private static func isPadded(_ value: String) -> Bool {
        isWhiteSpace(value.utf8.first) || isWhiteSpace(value.utf8.last)
    }

    private static func isWhiteSpace(_ byte: UInt8?) -> Bool { byte == 0x20 || byte == 0x09 }
}
