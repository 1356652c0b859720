/// A data item of CBOR (RFC 8949), as far as authenticators use it.
enum CBORValue: Sendable, Hashable {
    case integer(Int64)
    case bytes([UInt8])
    /// Valid UTF-8. Kept as bytes: strings of Swift are equal when their bytes are not.
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
