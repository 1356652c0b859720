import NIOCore
import NIOHTTP1

/// A head read without the parser, where that has given up. Pure.
enum LenientHead {
    /// At most as many fields are looked at for a refusal.
    private static let fields = 100
    /// At most as many bytes are looked at for a refusal.
    private static let length = 16 * 1024
    /// The longest method of which the rest is waited for.
    private static let methodLength = 64

    /// Method, target and fields as far as they can be told, for rendering a refusal; `nil` when there is no target.
    static func lenient(_ bytes: ByteBufferView) -> HTTPRequestHead? {
        let lines = bytes.prefix(length).split(separator: lineFeed, omittingEmptySubsequences: false)
        guard let line = lines.first else { return nil }
        let parts = line.split(separator: space, maxSplits: 2, omittingEmptySubsequences: false)
        guard let method = parts.first, parts.count >= 2 else { return nil }
        // What HTTP does not allow there ends what can be read of the address.
        let target = parts[1].prefix { (0x21...0x7E).contains($0) }
        guard !target.isEmpty else { return nil }
        var headers = HTTPHeaders()
        for line in lines.dropFirst().map(withoutReturn).prefix(while: { !$0.isEmpty }).prefix(fields) {
            if let field = field(line) { headers.add(name: field.name, value: field.value) }
        }
        return HTTPRequestHead(
            version: .http1_1, method: .init(rawValue: isToken(method) ? text(method) : "-"), uri: text(target), headers: headers)
    }

    enum Whole: Equatable {
        case head(HTTPRequestHead)
        /// So far it can become one.
        case incomplete
        case malformed
    }

    /// The head by the rules of RFC 9112 §3 and §5, nothing left out.
    static func whole(_ bytes: ByteBufferView) -> Whole {
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
        guard parts.count == 3, isToken(parts[0]), parts[1].first == UInt8(ascii: "/"), parts[1].allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        switch text(parts[2]) {
        case "HTTP/1.1": return (text(parts[0]), text(parts[1]), .http1_1)
        case "HTTP/1.0": return (text(parts[0]), text(parts[1]), .http1_0)
        default: return nil
        }
    }

    /// Whether a line can become a request line.
    private static func mayBegin(_ line: ByteBufferView) -> Bool {
        guard let end = line.firstIndex(of: space) else { return line.count <= methodLength && (line.isEmpty || isToken(line)) }
        return isToken(line[..<end]) && line[end...].allSatisfy { (0x20...0x7E).contains($0) || $0 == carriageReturn }
    }

    private static func field(_ line: ByteBufferView) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon]) else { return nil }
        let value = line[line.index(after: colon)...]
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { return nil }
        return (text(line[..<colon]), String(Negotiation.trimmed(Substring(text(value)))))
    }

    private static func withoutReturn(_ line: ByteBufferView) -> ByteBufferView {
        line.last == carriageReturn ? line.dropLast() : line
    }

    private static func text(_ bytes: ByteBufferView) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func isToken(_ bytes: ByteBufferView) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static let space = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
