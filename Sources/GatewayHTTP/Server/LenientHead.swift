import NIOCore
import NIOHTTP1

/// Parses the head of a request that NIO's parser refused. Pure.
enum LenientHead {
    /// The fields that a refusal takes into account.
    private static let fields = 100
    /// The bytes that a refusal takes into account.
    private static let length = 16 * 1024
    /// The longest method whose end is awaited.
    private static let methodLength = 64

    /// Method, target and fields as far as they can be parsed, for the refusal; `nil` without a target.
    static func parseLeniently(_ bytes: ByteBufferView) -> HTTPRequestHead? {
        let lines = bytes.prefix(length).split(separator: lineFeed, omittingEmptySubsequences: false)
        guard let line = lines.first else { return nil }
        let parts = line.split(separator: space, maxSplits: 2, omittingEmptySubsequences: false)
        guard let method = parts.first, parts.count >= 2 else { return nil }
        // The target ends at the first byte that HTTP does not allow in it.
        let target = parts[1].prefix { (0x21...0x7E).contains($0) }
        guard !target.isEmpty else { return nil }
        var headers = HTTPHeaders()
        for line in lines.dropFirst().map(withoutReturn).prefix(while: { !$0.isEmpty }).prefix(fields) {
            if let field = field(line) { headers.add(name: field.name, value: field.value) }
        }
        return HTTPRequestHead(
            version: .http1_1, method: .init(rawValue: FieldSyntax.isToken(method) ? text(method) : "-"), uri: text(target),
            headers: headers)
    }

    enum Result: Equatable {
        case head(HTTPRequestHead)
        /// The bytes can be the beginning of a head.
        case incomplete
        case malformed
    }

    /// Parses a complete head by the rules of RFC 9112 §3 and §5.
    static func parse(_ bytes: ByteBufferView) -> Result {
        var lines = bytes.split(separator: lineFeed, omittingEmptySubsequences: false)[...]
        guard let last = lines.popLast() else { return .incomplete }
        guard let first = lines.popFirst() else { return mayBegin(last) ? .incomplete : .malformed }
        guard first.last == carriageReturn, let (method, target, version) = requestLine(first.dropLast()) else { return .malformed }
        var headers = HTTPHeaders()
        for line in lines {
            guard line.last == carriageReturn else { return .malformed }
            guard line.count > 1 else {
                return .head(HTTPRequestHead(version: version, method: .init(rawValue: method), uri: target, headers: headers))
            }
            guard let field = field(line.dropLast()) else { return .malformed }
            headers.add(name: field.name, value: field.value)
        }
        return .incomplete
    }

    private static func requestLine(_ line: ByteBufferView) -> (method: String, target: String, version: HTTPVersion)? {
        let parts = line.split(separator: space, omittingEmptySubsequences: false)
        guard parts.count == 3, FieldSyntax.isToken(parts[0]), parts[1].first == UInt8(ascii: "/"),
            parts[1].allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        switch text(parts[2]) {
        case "HTTP/1.1": return (text(parts[0]), text(parts[1]), .http1_1)
        case "HTTP/1.0": return (text(parts[0]), text(parts[1]), .http1_0)
        default: return nil
        }
    }

    /// Whether the bytes can be the beginning of a request line.
    private static func mayBegin(_ line: ByteBufferView) -> Bool {
        guard let end = line.firstIndex(of: space) else { return line.count <= methodLength && (line.isEmpty || FieldSyntax.isToken(line)) }
        return FieldSyntax.isToken(line[..<end]) && line[end...].allSatisfy { (0x20...0x7E).contains($0) || $0 == carriageReturn }
    }

    private static func field(_ line: ByteBufferView) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), FieldSyntax.isToken(line[..<colon]) else { return nil }
        let value = line[line.index(after: colon)...]
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { return nil }
        return (text(line[..<colon]), String(FieldSyntax.trimmed(Substring(text(value)))))
    }

    private static func withoutReturn(_ line: ByteBufferView) -> ByteBufferView {
        line.last == carriageReturn ? line.dropLast() : line
    }

    private static func text(_ bytes: ByteBufferView) -> String { String(decoding: bytes, as: UTF8.self) }

    private static let space = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
