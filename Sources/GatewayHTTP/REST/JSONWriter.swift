package import ServiceModel

/// Serializes `Wire` as JSON in UTF-8, with the least possible escaping (contract: `rest.md` §9, D15).
package struct JSONWriter {
    package enum Names: Sendable {
        case asGiven
        /// camelCase becomes snake_case, as in results.
        case snakeCase
    }

    private var bytes: [UInt8] = []
    private let names: Names
    private let emptyObject: StaticString

    /// - Parameter emptyObjectAsList: whether an empty object is `[]`, as in REST responses, or `{}`, as in documents.
    package static func write(_ wire: Wire, names: Names = .asGiven, emptyObjectAsList: Bool = true) -> [UInt8] {
        var writer = JSONWriter(names: names, emptyObject: emptyObjectAsList ? "[]" : "{}")
        writer.bytes.reserveCapacity(256)
        writer.append(wire)
        return writer.bytes
    }

    private init(names: Names, emptyObject: StaticString) {
        self.names = names
        self.emptyObject = emptyObject
    }

    private mutating func append(_ wire: Wire) {
        switch wire {
        case .null: append(raw: "null")
        case .text(let text): append(quoted: text)
        case .bool(let flag): append(raw: flag ? "true" : "false")
        case .int(let number): bytes.append(contentsOf: String(number).utf8)
        case .integerLiteral(let literal): bytes.append(contentsOf: literal.utf8)
        case .double(let number): append(number)
        case .list(let items): append(items)
        case .object(let object): append(object)
        }
    }

    private mutating func append(_ number: Double) {
        bytes.append(contentsOf: (Int(exactly: number).map(String.init) ?? "\(number)").utf8)
    }

    private mutating func append(_ items: [Wire]) {
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(item)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(_ object: WireObject) {
        guard !object.members.isEmpty else { return append(raw: emptyObject) }
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in object.members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            if names == .snakeCase { append(snakeCase: member.name) } else { append(quoted: member.name) }
            bytes.append(UInt8(ascii: ":"))
            append(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(raw text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// ``FieldName/snakeCase(_:)`` without an intermediate string for names that need no escaping.
    private mutating func append(snakeCase name: String) {
        guard name.utf8.allSatisfy(Self.isPlain) else { return append(quoted: FieldName.snakeCase(name)) }
        bytes.append(UInt8(ascii: "\""))
        for byte in name.utf8 {
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
                bytes.append(UInt8(ascii: "_"))
                bytes.append(byte | 0x20)
            } else {
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append(raw: "\\\"")
            case UInt8(ascii: "\\"): append(raw: "\\\\")
            case 0x0A: append(raw: "\\n")
            case 0x0D: append(raw: "\\r")
            case 0x09: append(raw: "\\t")
            case 0..<0x20:
                append(raw: "\\u00")
                bytes.append(Hex.digit(byte >> 4))
                bytes.append(Hex.digit(byte))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
