import Foundation

/// CBOR as an authenticator writes it. Wrong forms are spelled out as bytes.
package indirect enum CBOR: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case int(Int64)
    case bytes([UInt8])
    case text(String)
    case list([CBOR])
    case map(KeyValuePairs<CBOR, CBOR>)
    case raw([UInt8])

    package init(stringLiteral text: String) {
        self = .text(text)
    }

    package init(integerLiteral number: Int64) {
        self = .int(number)
    }

    package var encoded: [UInt8] {
        switch self {
        case .int(let number): number < 0 ? Self.head(1, UInt64(-1 - number)) : Self.head(0, UInt64(number))
        case .bytes(let bytes): Self.head(2, UInt64(bytes.count)) + bytes
        case .text(let text): Self.head(3, UInt64(text.utf8.count)) + text.utf8
        case .list(let items): Self.head(4, UInt64(items.count)) + items.flatMap(\.encoded)
        case .map(let members): Self.head(5, UInt64(members.count)) + members.flatMap { $0.key.encoded + $0.value.encoded }
        case .raw(let bytes): bytes
        }
    }

    package static func head(_ major: UInt8, _ number: UInt64) -> [UInt8] {
        switch number {
        case 0..<24: [major << 5 | UInt8(number)]
        case 24..<1 << 8: [major << 5 | 24, UInt8(number)]
        case 1 << 8..<1 << 16: [major << 5 | 25] + bigEndian(UInt16(number))
        case 1 << 16..<1 << 32: [major << 5 | 26] + bigEndian(UInt32(number))
        default: [major << 5 | 27] + bigEndian(number)
        }
    }
}

package func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

package func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
}

/// With the URL alphabet and no padding.
package func base64URL(_ bytes: [UInt8]) -> String {
    base64(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
