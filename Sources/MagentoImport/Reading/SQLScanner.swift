/// The lexer for SQL dumps in the dialect of MySQL. Knows quotes, comments and delimiters, but not tables.
struct SQLScanner {
    let reader: ByteReader
    /// The delimiter of statements.
    private(set) var delimiter = Array(";".utf8)
    var ending = DumpTrailer()

    private static let quotes = ByteSet(Array("'\"`".utf8))
    /// The bytes at which skipping stops to examine what follows.
    private static let notable = ByteSet(Array("'\"`-#/;".utf8))
    private static let lineFeed = ByteSet([0x0A])

    init(path: String) throws(ImportProblem) {
        reader = try ByteReader(path: path)
    }

    func problem(_ text: String, line: Int? = nil) -> ImportProblem {
        ImportProblem(reader.file, line: line ?? reader.line, text)
    }

    /// Skips white space and comments. - Returns: the next byte, without consuming it; `nil` at the end of the file.
    @discardableResult
    mutating func skipBlanks() throws(ImportProblem) -> UInt8? {
        while let byte = try reader.peek() {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: try reader.skip(1)
            case UInt8(ascii: "#"): try skipLine()
            case UInt8(ascii: "-"):
                guard try reader.isAhead("--".utf8) else { return byte }
                try skipLine()
            case UInt8(ascii: "/"):
                guard try reader.isAhead("/*".utf8) else { return byte }
                try skipComment()
            default: return byte
            }
        }
        return nil
    }

    private mutating func skipLine() throws(ImportProblem) {
        var text: [UInt8] = []
        try reader.take(until: Self.lineFeed, into: &text)
        ending.note(text)
    }

    private mutating func skipComment() throws(ImportProblem) {
        let line = reader.line
        var text: [UInt8] = []
        try reader.skip(2)
        while !(try reader.isAhead("*/".utf8)) {
            guard let byte = try reader.next() else { throw problem("a comment is not closed: the file was cut", line: line) }
            if text.count < DumpTrailer.longest { text.append(byte) }
        }
        try reader.skip(2)
        ending.note(text)
    }

    /// Reads a word of letters, digits, `_` and `$`, in capitals; empty when something else follows.
    mutating func word() throws(ImportProblem) -> String {
        try skipBlanks()
        var text = ""
        while let byte = try reader.peek(), Self.isWord(byte), text.utf8.count < 64 {
            text.unicodeScalars.append(Unicode.Scalar(byte))
            try reader.skip(1)
        }
        return text.uppercased()
    }

    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 95: true
        default: false
        }
    }

    /// Reads a name, with or without backticks or quotation marks; of `schema.name` the last part.
    mutating func identifier() throws(ImportProblem) -> String {
        var name = try namePart()
        while try reader.peek() == UInt8(ascii: ".") {
            try reader.skip(1)
            name = try namePart()
        }
        return name
    }

    private mutating func namePart() throws(ImportProblem) -> String {
        let first = try skipBlanks()
        var bytes: [UInt8] = []
        if first == UInt8(ascii: "`") || first == UInt8(ascii: "\"") {
            try quoted(into: &bytes)
        } else {
            while let byte = try reader.peek(), Self.isWord(byte) || byte == 0x24 || byte >= 0x80, bytes.count < 256 {
                bytes.append(byte)
                try reader.skip(1)
            }
        }
        guard !bytes.isEmpty, let name = String(validating: bytes, as: UTF8.self) else { throw problem("a name is missing") }
        return name
    }

    /// Consumes a byte if it is the next one after white space.
    mutating func takes(_ byte: Character) throws(ImportProblem) -> Bool {
        guard let next = try skipBlanks(), next == byte.asciiValue else { return false }
        try reader.skip(1)
        return true
    }

    /// Consumes the end of a statement if it is next after white space.
    mutating func takesDelimiter() throws(ImportProblem) -> Bool {
        try skipBlanks()
        guard try reader.isAhead(delimiter) else { return false }
        try reader.skip(delimiter.count)
        return true
    }

    /// Reads the rest of the line after DELIMITER.
    mutating func readDelimiter() throws(ImportProblem) {
        var text: [UInt8] = []
        try reader.take(until: Self.lineFeed, into: &text)
        let trimmed = text.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        guard !trimmed.isEmpty, trimmed.count <= 16 else { throw problem("DELIMITER names nothing") }
        delimiter = trimmed
    }

    /// Skips to the end of the statement.
    /// - Parameter line: the line where it began.
    mutating func skipStatement(from line: Int) throws(ImportProblem) {
        while true {
            if try reader.isAhead(delimiter) { return try reader.skip(delimiter.count) }
            guard let byte = try skipBlanks() else { throw problem("the statement is not ended: the file was cut", line: line) }
            if try reader.isAhead(delimiter) { continue }
            if Self.quotes.contains(byte) {
                try skipQuoted()
            } else {
                try reader.skip(1)
                if delimiter.elementsEqual(";".utf8) { try reader.skip(until: Self.notable) }
            }
        }
    }
}
