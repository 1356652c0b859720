extension SQLScanner {
    /// Skips a quoted text of any length.
    mutating func skipQuoted() throws(ImportProblem) {
        let line = reader.line
        let quote = try reader.next() ?? 0
        let stops = Self.stops(of: quote)
        while true {
            try reader.skip(until: stops)
            let stop = try reader.next()
            if stop == quote {
                guard try reader.peek() == quote else { return }
                try reader.skip(1)
            } else if stop == nil {
                throw problem("a text is not closed: the file was cut", line: line)
            } else {
                try reader.skip(1)
            }
        }
    }

    /// Reads a quoted text: with backslash escapes except in backticks, and a doubled quote for a single one.
    mutating func quoted(into bytes: inout [UInt8]) throws(ImportProblem) {
        let line = reader.line
        guard let quote = try reader.next() else { return }
        let stops = Self.stops(of: quote)
        while true {
            try reader.take(until: stops, into: &bytes)
            let stop = try reader.next()
            if stop == quote {
                guard try reader.peek() == quote else { return }
                try reader.skip(1)
                bytes.append(quote)
            } else if stop != nil, let escaped = try reader.next() {
                Self.unescape(escaped, into: &bytes)
            } else {
                throw problem("a text is not closed: the file was cut", line: line)
            }
        }
    }

    private static let inSingle = ByteSet(Array("'\\".utf8))
    private static let inDouble = ByteSet(Array("\"\\".utf8))
    private static let inBacktick = ByteSet(Array("`".utf8))

    private static func stops(of quote: UInt8) -> ByteSet {
        quote == UInt8(ascii: "'") ? inSingle : quote == UInt8(ascii: "\"") ? inDouble : inBacktick
    }

    /// MySQL 8.4 reference manual §11.1.1, table 11.1.
    private static func unescape(_ byte: UInt8, into bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "0"): bytes.append(0)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "Z"): bytes.append(0x1A)
        case UInt8(ascii: "%"), UInt8(ascii: "_"): bytes += [0x5C, byte]
        default: bytes.append(byte)
        }
    }
}
