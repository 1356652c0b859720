/// Comma-separated values as RFC 4180 has them, nothing more lenient.
struct CSVReader {
    struct Row: Equatable {
        /// Where the row begins, counted from 1.
        let line: Int
        let fields: [String]
    }

    struct Problem: Error, Equatable {
        let line: Int
        let text: String
    }

    private enum Place {
        case start, plain, quoted, afterQuote
    }

    private var rows: [Row] = []
    private var fields: [String] = []
    private var field = String.UnicodeScalarView()
    private var place = Place.start
    private var line = 1
    private var rowLine = 1

    private init() {}

    /// The rows of a text; the line feed of the last one may be missing, and a byte order mark is skipped.
    static func rows(_ text: String) throws(Problem) -> [Row] {
        var reader = CSVReader()
        var scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        while let scalar = scalars.popFirst() {
            if scalar == "\r", reader.place != .quoted {
                guard scalars.popFirst() == "\n" else { throw reader.problem("a carriage return stands alone") }
                reader.endLine()
            } else {
                try reader.take(scalar)
            }
        }
        return try reader.finish()
    }

    private mutating func take(_ scalar: Unicode.Scalar) throws(Problem) {
        if scalar == "\n" { line += place == .quoted ? 1 : 0 }
        switch (place, scalar) {
        case (.quoted, "\""): place = .afterQuote
        case (.quoted, _): field.append(scalar)
        case (.afterQuote, "\""):
            field.append(scalar)
            place = .quoted
        case (_, ","): endField()
        case (_, "\n"): endLine()
        case (.start, "\""): place = .quoted
        case (.start, _), (.plain, _):
            guard scalar != "\"" else { throw problem("a quotation mark stands inside a field that does not begin with one") }
            field.append(scalar)
            place = .plain
        case (.afterQuote, _): throw problem("something follows the closing quotation mark")
        }
    }

    private mutating func endField() {
        fields.append(String(field))
        field = .init()
        place = .start
    }

    private mutating func endLine() {
        endField()
        rows.append(Row(line: rowLine, fields: fields))
        fields = []
        line += 1
        rowLine = line
    }

    private mutating func finish() throws(Problem) -> [Row] {
        guard place != .quoted else { throw Problem(line: rowLine, text: "the quotation mark that begins here is not closed") }
        if place != .start || !fields.isEmpty { endLine() }
        return rows
    }

    private func problem(_ text: String) -> Problem { Problem(line: line, text: text) }
}
