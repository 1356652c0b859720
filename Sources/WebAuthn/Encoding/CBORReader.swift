/// Reads CBOR (RFC 8949) in the canonical form that CTAP2 demands of authenticators: definite lengths, shortest numbers, no tags, no
/// duplicate keys, at most four levels. Floating-point numbers are refused; the order of keys is not checked.
struct CBORReader {
    /// Limit of nested maps and lists (CTAP 2.1 §8).
    static let maximumDepth = 4
    /// Limit of items in a document, at all levels.
    static let maximumItems = 256

    private var cursor: ByteCursor
    private var count = 0

    private init(_ bytes: ArraySlice<UInt8>) {
        cursor = ByteCursor(bytes)
    }

    /// - Returns: the item that the bytes encode; `nil` unless they are exactly one item.
    static func read(_ bytes: [UInt8]) -> CBORValue? {
        guard let (value, length) = readFirst(bytes[...]), length == bytes.count else { return nil }
        return value
    }

    /// - Returns: the item at the beginning, and its length in bytes.
    static func readFirst(_ bytes: ArraySlice<UInt8>) -> (value: CBORValue, length: Int)? {
        var reader = CBORReader(bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        return (value, bytes.count - reader.cursor.rest.count)
    }

    private mutating func value(depth: Int) -> CBORValue? {
        count += 1
        guard count <= Self.maximumItems, let initial = cursor.takeNumber(UInt8.self) else { return nil }
        let information = initial & 0x1F
        switch initial >> 5 {
        case 0: return argument(information).flatMap(Int64.init(exactly:)).map(CBORValue.integer)
        case 1: return argument(information).flatMap(Int64.init(exactly:)).map { .integer(-1 - $0) }
        case 2: return string(information).map(CBORValue.bytes)
        case 3:
            guard let text = string(information), String(validating: text, as: UTF8.self) != nil else { return nil }
            return .text(text)
        case 4: return list(information, depth: depth + 1)
        case 5: return map(information, depth: depth + 1)
        case 7: return simple(information)
        default: return nil
        }
    }

    /// The argument of a head. It must be in its shortest form (RFC 8949 §4.2.1).
    private mutating func argument(_ information: UInt8) -> UInt64? {
        let number: UInt64?
        let minimum: UInt64
        switch information {
        case 0..<24: (number, minimum) = (UInt64(information), 0)
        case 24: (number, minimum) = (cursor.takeNumber(UInt8.self).map(UInt64.init), 24)
        case 25: (number, minimum) = (cursor.takeNumber(UInt16.self).map(UInt64.init), 1 << 8)
        case 26: (number, minimum) = (cursor.takeNumber(UInt32.self).map(UInt64.init), 1 << 16)
        case 27: (number, minimum) = (cursor.takeNumber(UInt64.self), 1 << 32)
        // Reserved, or an indefinite length.
        default: return nil
        }
        guard let number, number >= minimum else { return nil }
        return number
    }

    private mutating func string(_ information: UInt8) -> [UInt8]? {
        guard let length = argument(information).flatMap(Int.init(exactly:)) else { return nil }
        return cursor.take(length)
    }

    private mutating func list(_ information: UInt8, depth: Int) -> CBORValue? {
        guard depth <= Self.maximumDepth, let length = argument(information) else { return nil }
        var items: [CBORValue] = []
        for _ in 0..<length {
            guard let item = value(depth: depth) else { return nil }
            items.append(item)
        }
        return .list(items)
    }

    private mutating func map(_ information: UInt8, depth: Int) -> CBORValue? {
        guard depth <= Self.maximumDepth, let length = argument(information) else { return nil }
        var members: [CBORValue: CBORValue] = [:]
        for _ in 0..<length {
            guard let key = value(depth: depth), key.isKey, let member = value(depth: depth),
                members.updateValue(member, forKey: key) == nil
            else { return nil }
        }
        return .map(members)
    }

    private func simple(_ information: UInt8) -> CBORValue? {
        switch information {
        case 20: .bool(false)
        case 21: .bool(true)
        case 22, 23: .nothing
        default: nil
        }
    }
}

extension CBORValue {
    /// COSE and WebAuthn use integers and texts as keys.
    fileprivate var isKey: Bool {
        switch self {
        case .integer, .text: true
        default: false
        }
    }
}

/// Reads bytes from front to back. A read beyond the end returns `nil`.
struct ByteCursor {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Big-endian.
    mutating func takeNumber<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type) -> Number? {
        guard let bytes = take(Number.bitWidth / 8) else { return nil }
        return bytes.reduce(0) { $0 << 8 | Number($1) }
    }
}
