/// CBOR (RFC 8949) in the form that CTAP2 demands of authenticators: definite lengths, shortest numbers, no tags, no key twice, at most
/// four levels deep. Floating point and the order of keys are of no use here: the first is refused, the second not looked at.
struct CBORReader {
    /// Maps and lists within each other (CTAP 2.1 §8).
    static let depth = 4
    /// Of one document, of whatever level.
    static let items = 256

    private var cursor: ByteCursor
    private var count = 0

    private init(_ bytes: ArraySlice<UInt8>) {
        cursor = ByteCursor(bytes)
    }

    /// The item that all of these bytes are; `nil` if they are none, here and below.
    static func read(_ bytes: [UInt8]) -> CBORValue? {
        guard let (value, length) = readFirst(bytes[...]), length == bytes.count else { return nil }
        return value
    }

    /// The item at the beginning, and how many bytes it takes.
    static func readFirst(_ bytes: ArraySlice<UInt8>) -> (value: CBORValue, length: Int)? {
        var reader = CBORReader(bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        return (value, bytes.count - reader.cursor.rest.count)
    }

    private mutating func value(depth: Int) -> CBORValue? {
        count += 1
        guard count <= Self.items, let initial = cursor.takeNumber(UInt8.self) else { return nil }
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

    /// The number of the head. It must not have fitted into a shorter head (RFC 8949 §4.2.1).
    private mutating func argument(_ information: UInt8) -> UInt64? {
        let number: UInt64?
        let least: UInt64
        switch information {
        case 0..<24: (number, least) = (UInt64(information), 0)
        case 24: (number, least) = (cursor.takeNumber(UInt8.self).map(UInt64.init), 24)
        case 25: (number, least) = (cursor.takeNumber(UInt16.self).map(UInt64.init), 1 << 8)
        case 26: (number, least) = (cursor.takeNumber(UInt32.self).map(UInt64.init), 1 << 16)
        case 27: (number, least) = (cursor.takeNumber(UInt64.self), 1 << 32)
        // Reserved, or an indefinite length.
        default: return nil
        }
        guard let number, number >= least else { return nil }
        return number
    }

    private mutating func string(_ information: UInt8) -> [UInt8]? {
        guard let length = argument(information).flatMap(Int.init(exactly:)) else { return nil }
        return cursor.take(length)
    }

    private mutating func list(_ information: UInt8, depth: Int) -> CBORValue? {
        guard depth <= Self.depth, let length = argument(information) else { return nil }
        var items: [CBORValue] = []
        for _ in 0..<length {
            guard let item = value(depth: depth) else { return nil }
            items.append(item)
        }
        return .list(items)
    }

    private mutating func map(_ information: UInt8, depth: Int) -> CBORValue? {
        guard depth <= Self.depth, let length = argument(information) else { return nil }
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
    /// Keys of COSE and WebAuthn are numbers and names.
    fileprivate var isKey: Bool {
        switch self {
        case .integer, .text: true
        default: false
        }
    }
}
