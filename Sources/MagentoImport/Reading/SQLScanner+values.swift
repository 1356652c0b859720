extension SQLScanner {
    /// `(name, …)`.
    mutating func names() throws(ImportProblem) -> [String] {
        guard try takes("(") else { throw problem("a parenthesis is missing") }
        var names: [String] = []
        repeat {
            names.append(try identifier())
            guard names.count <= RowValues.maximumValues else { throw problem("there are too many columns") }
        } while try takes(",")
        guard try takes(")") else { throw problem("the list of columns is not closed") }
        return names
    }

    /// `(value, …)`.
    mutating func values() throws(ImportProblem) -> RowValues {
        guard try takes("(") else { throw problem("a row is missing") }
        var values = RowValues()
        repeat {
            try value(into: &values)
            guard !values.isTooLong else { throw problem("the row is too long") }
        } while try takes(",")
        guard try takes(")") else { throw problem("the row is not closed, or holds what is no value") }
        return values
    }

    private mutating func value(into values: inout RowValues) throws(ImportProblem) {
        switch try skipBlanks() {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            try quoted(into: &values.bytes)
            values.endValue()
        case let byte? where byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || Self.isWord(byte):
            try unquoted(into: &values)
        default: throw problem("a value is missing")
        }
    }

    /// Reads NULL, a number, `0x…`, `X'…'`, `B'…'`, or a text with an optional character set.
    private mutating func unquoted(into values: inout RowValues) throws(ImportProblem) {
        var text: [UInt8] = []
        while let byte = try reader.peek(), Self.isWord(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E,
            text.count <= RowValues.maximumRowLength
        {
            text.append(byte)
            try reader.skip(1)
        }
        let word = String(decoding: text.prefix(64), as: UTF8.self).uppercased()
        let isQuoteAhead = try reader.peek() == UInt8(ascii: "'")
        switch word {
        case "NULL": values.endValue(null: true)
        case "TRUE": values.end(with: "1")
        case "FALSE": values.end(with: "0")
        case "X" where isQuoteAhead: try values.end(decoding: quotedText(), in: 16, problem("a hexadecimal value is malformed"))
        case "B" where isQuoteAhead: try values.end(decoding: quotedText(), in: 2, problem("a binary value is malformed"))
        case _ where word.hasPrefix("_"):
            let next = try skipBlanks()
            guard next == UInt8(ascii: "'") else { return try unquotedAfterCharacterSet(into: &values) }
            try quoted(into: &values.bytes)
            values.endValue()
        case _ where text.starts(with: "0x".utf8):
            try values.end(decoding: Array(text.dropFirst(2)), in: 16, problem("a hexadecimal value is malformed"))
        case _ where text.starts(with: "0b".utf8):
            try values.end(decoding: Array(text.dropFirst(2)), in: 2, problem("a binary value is malformed"))
        case _ where Self.isNumber(text):
            values.bytes += text
            values.endValue()
        default: throw problem("a value is no literal")
        }
    }

    /// `_binary 0x…` and the like.
    private mutating func unquotedAfterCharacterSet(into values: inout RowValues) throws(ImportProblem) {
        guard let next = try reader.peek(), Self.isWord(next), next != UInt8(ascii: "_") else { throw problem("a value is no literal") }
        try unquoted(into: &values)
    }

    private mutating func quotedText() throws(ImportProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        try quoted(into: &bytes)
        return bytes
    }

    private static func isNumber(_ text: [UInt8]) -> Bool {
        text.allSatisfy { (48...57).contains($0) || [0x2E, 0x65, 0x45, 0x2B, 0x2D].contains($0) }
            && Double(String(decoding: text, as: UTF8.self)) != nil
    }
}

extension RowValues {
    fileprivate mutating func end(with text: String) {
        bytes += Array(text.utf8)
        endValue()
    }

    /// The digits of a binary value; an odd number of digits is completed by a leading 0.
    fileprivate mutating func end(decoding digits: [UInt8], in base: Int, _ problem: ImportProblem) throws(ImportProblem) {
        let perByte = base == 16 ? 2 : 8
        var byte = 0
        for (index, digit) in digits.enumerated() {
            guard let value = Int(String(Unicode.Scalar(digit)), radix: base) else { throw problem }
            byte = byte * base + value
            if (digits.count - index - 1).isMultiple(of: perByte) {
                bytes.append(UInt8(truncatingIfNeeded: byte))
                byte = 0
            }
        }
        endValue()
    }
}
