/// Comma-separated values, strictly as RFC 4180 defines them.
struct CSVReader {
    struct Row: Equatable {
        /// The line on which the row begins, counted from 1.
        let line: Int
        let fields: [String]
    }

    struct Problem: Error, Equatable {
        let line: Int
        let text: String
    }

    private enum State {
        case start, plain, quoted, afterQuote
    }

    private var rows: [Row] = []
    private var fields: [String] = []
    private var field = String.UnicodeScalarView()
    private var state = State.start
    private var line = 1
    private var rowLine = 1

    private init() {}

    /// The rows of a text. The last line feed may be missing, and a byte order mark is skipped.
    static func rows(_ text: String) throws(Problem) -> [Row] {
        var reader = CSVReader()
        var scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        while let scalar = scalars.popFirst() {
            if scalar == "\r", reader.state != .quoted {
                guard scalars.popFirst() == "\n" else { throw reader.problem("a carriage return stands alone") }
                reader.endLine()
            } else {
                try reader.take(scalar)
            }
        }
        return try reader.finish()
    }

    private mutating func take(_ scalar: Unicode.Scalar) throws(Problem) {
        if scalar == "\n" { line += state == .quoted ? 1 : 0 }
        switch (state, scalar) {
        case (.quoted, "\""): state = .afterQuote
        case (.quoted, _): field.append(scalar)
        case (.afterQuote, "\""):
            field.append(scalar)
            state = .quoted
        case (_, ","): endField()
        case (_, "\n"): endLine()
        case (.start, "\""): state = .quoted
        case (.start, _), (.plain, _):
            guard scalar != "\"" else { throw problem("a quotation mark stands inside a field that does not begin with one") }
            field.append(scalar)
            state = .plain
        case (.afterQuote, _): throw problem("something follows the closing quotation mark")
        }
    }

    private mutating func endField() {
        fields.append(String(field))
        field = .init()
        state = .start
    }

    private mutating func endLine() {
        endField()
        rows.append(Row(line: rowLine, fields: fields))
        fields = []
        line += 1
        rowLine = line
    }

    private mutating func finish() throws(Problem) -> [Row] {
        guard state != .quoted else { throw Problem(line: rowLine, text: "the quotation mark that begins here is not closed") }
        if state != .start || !fields.isEmpty { endLine() }
        return rows
    }

    private func problem(_ text: String) -> Problem { Problem(line: line, text: text) }
}
