/// A CBOR data item (RFC 8949) of a kind that authenticators use.
enum CBORValue: Sendable, Hashable {
    case integer(Int64)
    case bytes([UInt8])
    /// Valid UTF-8. Stored as bytes, because strings compare equal by canonical equivalence.
    case text([UInt8])
    case list([CBORValue])
    case map([CBORValue: CBORValue])
    case bool(Bool)
    /// `null` and `undefined`.
    case nothing
}

extension CBORValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    init(stringLiteral value: StaticString) {
        self = .text(Array("\(value)".utf8))
    }
}
