/// Parses JSON (RFC 8259) into `Wire`. It refuses what two parsers could understand differently, such as repeated names
/// (contract: `rest.md` §6, D7).
package struct JSONReader {
    static let depth = 32
    static let members = 256
    static let values = 1024

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var count = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// - Throws: `body.undecodable`.
    package static func read(_ body: [UInt8]) throws(Fault) -> Wire {
        guard String(validating: body, as: UTF8.self) != nil else { throw Fault(.bodyUndecodable) }
        let value: Wire? = body.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            guard let value = reader.value(depth: 0) else { return nil }
            reader.skipWhitespace()
            return reader.index == buffer.count ? value : nil
        }
        guard let value else { throw Fault(.bodyUndecodable) }
        return value
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipWhitespace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        index += 1
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[index...].starts(with: expected) else { return false }
        index += expected.count
        return true
    }

    /// `nil` for anything that is not valid JSON, at this level or below.
    private mutating func value(depth: Int) -> Wire? {
        skipWhitespace()
        count += 1
        guard count <= Self.values, let byte = current else { return nil }
        switch byte {
        case UInt8(ascii: "{"): return object(depth: depth + 1)
        case UInt8(ascii: "["): return list(depth: depth + 1)
        case UInt8(ascii: "\""): return string().map(Wire.text)
        case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> Wire? {
        guard depth <= Self.depth, take(UInt8(ascii: "{")) else { return nil }
        var object = WireObject()
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(object) }
        repeat {
            skipWhitespace()
            guard let name = string() else { return nil }
            skipWhitespace()
            guard take(UInt8(ascii: ":")), object.members.count < Self.members, object[name] == nil,
                let value = value(depth: depth)
            else { return nil }
            object.append(name, value)
            skipWhitespace()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? .object(object) : nil
    }

    private mutating func list(depth: Int) -> Wire? {
        guard depth <= Self.depth, take(UInt8(ascii: "[")) else { return nil }
        var items: [Wire] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .list(items) }
        repeat {
            guard let value = value(depth: depth) else { return nil }
            items.append(value)
            skipWhitespace()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .list(items) : nil
    }

    private mutating func number() -> Wire? {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { guard digits() else { return nil } }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard digits() else { return nil }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() else { return nil }
        }
        let literal = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let double = Double(literal), double.isFinite else { return nil }
        guard isInteger else { return .double(double) }
        guard let whole = Int(literal), literal != "-0" else { return .integerLiteral(literal) }
        return .int(whole)
    }

    private mutating func digits() -> Bool {
        let start = index
        while let byte = current, (0x30...0x39).contains(byte) { index += 1 }
        return index > start
    }

    private mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
        if current == UInt8(ascii: "\"") {
            defer { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        var text = Array(bytes[start..<index])
        while let byte = current, byte >= 0x20 {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): guard escape(into: &text) else { return nil }
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(into text: inout [UInt8]) -> Bool {
        guard let byte = current else { return false }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = escapedScalar() else { return false }
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: return false
        }
        return true
    }

    /// `\u0000` and lone surrogates are refused.
    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let first = fourHexDigits(), first != 0 else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard take("\\u"), let second = fourHexDigits(), (0xDC00...0xDFFF).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    }

    private mutating func fourHexDigits() -> UInt32? {
        var number: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = current.flatMap(Hex.value) else { return nil }
            number = number << 4 | UInt32(digit)
            index += 1
        }
        return number
    }
}
