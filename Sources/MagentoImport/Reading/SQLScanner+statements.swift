extension SQLScanner {
    /// The beginning of a statement.
    struct Statement {
        let start: ByteReader.Position
        /// The table that it inserts into or defines; empty for other statements.
        let table: String
        let isInsert: Bool
    }

    /// `nil` at the end of the file.
    mutating func nextStatement() throws(ImportProblem) -> Statement? {
        while try skipBlanks() != nil {
            if try takesDelimiter() { continue }
            let start = reader.position
            let first = try word()
            ending.note(word: first)
            switch first {
            case "DELIMITER": try readDelimiter()
            case "INSERT", "REPLACE": return Statement(start: start, table: try insertedTable(), isInsert: true)
            case "CREATE":
                let kind = try word()
                guard kind == "TABLE" else { return Statement(start: start, table: "", isInsert: false) }
                return Statement(start: start, table: try definedTable(), isInsert: false)
            default: return Statement(start: start, table: "", isInsert: false)
            }
        }
        return nil
    }

    /// Reads the name after `INTO` and its optional modifiers.
    private mutating func insertedTable() throws(ImportProblem) -> String {
        while true {
            let before = reader.position
            switch try word() {
            case "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "INTO": continue
            default:
                try reader.go(to: before)
                return try identifier()
            }
        }
    }

    private mutating func definedTable() throws(ImportProblem) -> String {
        let before = reader.position
        if try word() == "IF" {
            guard try word() == "NOT", try word() == "EXISTS" else { throw problem("IF NOT EXISTS is malformed") }
        } else {
            try reader.go(to: before)
        }
        return try identifier()
    }

    /// Reads the parentheses of CREATE TABLE to their end and returns the columns; `nil` when there are none.
    mutating func definedColumns() throws(ImportProblem) -> TableColumns? {
        guard try takes("(") else { return nil }
        var names: [String] = []
        repeat {
            let isQuoted = try [UInt8(ascii: "`"), UInt8(ascii: "\"")].contains(skipBlanks() ?? 0)
            let name = try identifier()
            if isQuoted || !Self.notColumns.contains(name.uppercased()) { names.append(name) }
            guard names.count <= RowValues.maximumValues else { throw problem("there are too many columns") }
        } while try skipsToComma()
        guard let columns = TableColumns(names) else { throw problem("a column stands twice") }
        return columns
    }

    private static let notColumns: Set = ["PRIMARY", "UNIQUE", "KEY", "INDEX", "FULLTEXT", "SPATIAL", "CONSTRAINT", "FOREIGN", "CHECK"]

    /// Skips to the next part of a definition. - Returns: whether there is one.
    private mutating func skipsToComma() throws(ImportProblem) -> Bool {
        var depth = 0
        while let byte = try skipBlanks() {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): try skipQuoted()
            default:
                try reader.skip(1)
                switch byte {
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")") where depth == 0: return false
                case UInt8(ascii: ")"): depth -= 1
                case UInt8(ascii: ",") where depth == 0: return true
                default: break
                }
            }
        }
        throw problem("the definition of a table is not ended: the file was cut")
    }

    /// An INSERT whose rows are being read.
    struct Insertion {
        fileprivate let line: Int
        fileprivate let columns: TableColumns
        /// The number of the last row.
        fileprivate var number = 0
        fileprivate var isOver = false

        static let over = Insertion(line: 0, columns: .none, isOver: true)
    }

    /// Reads an INSERT up to its first row.
    /// - Parameter defined: the columns of the table, for statements that do not name them.
    mutating func insertion(_ statement: Statement, of table: MagentoTable, defined: TableColumns?) throws(ImportProblem) -> Insertion {
        let line = statement.start.line
        let columns = try insertedColumns(statement, of: table, defined: defined)
        guard ["VALUES", "VALUE"].contains(try word()) else { throw problem("VALUES is missing", line: line) }
        return Insertion(line: line, columns: columns)
    }

    /// The next row; `nil` at the end of the statement.
    mutating func nextRow(of insertion: inout Insertion) throws(ImportProblem) -> TableRow? {
        guard !insertion.isOver else { return nil }
        insertion.number += 1
        try skipBlanks()
        let rowLine = reader.line
        let columns = insertion.columns
        let row = TableRow(file: reader.file, line: rowLine, number: insertion.number, columns: columns, values: try values())
        guard row.values.count == columns.names.count else {
            throw row.problem("the row has \(row.values.count) values, the table \(columns.names.count) columns")
        }
        insertion.isOver = try !takes(",")
        if insertion.isOver {
            guard try takesDelimiter() else {
                throw problem("the statement that begins on line \(insertion.line) is not ended: the file was cut")
            }
        }
        return row
    }

    private mutating func insertedColumns(
        _ statement: Statement, of table: MagentoTable, defined: TableColumns?
    ) throws(ImportProblem) -> TableColumns {
        let line = statement.start.line
        var columns = defined
        if try skipBlanks() == UInt8(ascii: "(") {
            guard let named = TableColumns(try names()) else { throw problem("a column stands twice", line: line) }
            columns = named
        }
        guard let columns else {
            throw problem("the columns of \(statement.table) are not known: neither CREATE TABLE nor INSERT names them", line: line)
        }
        if let missing = table.columns.first(where: { columns.index($0) == nil }) {
            throw problem("\(statement.table) has no column \(missing)", line: line)
        }
        return columns
    }
}
