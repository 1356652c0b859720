/// Reads the rows of one file.
struct CSVRowReader: RowCursor {
    private let reader: ByteReader
    private let columns: TableColumns

    private static let stops = ByteSet([0x22, 0x2C, 0x0D, 0x0A])
    private static let quote = ByteSet([0x22])

    /// Reads the header.
    init(path: String, _ table: MagentoTable) throws(ImportProblem) {
        reader = try ByteReader(path: path)
        if try reader.isAhead([0xEF, 0xBB, 0xBF]) { try reader.skip(3) }
        guard let header = try Self.values(reader) else { throw ImportProblem(reader.file, "the file is empty") }
        let row = TableRow(file: reader.file, line: 1, number: nil, columns: Self.positions(header.count), values: header)
        var names: [String] = []
        for number in 0..<header.count { names.append(try row.optionalText(String(number)) ?? "") }
        guard let columns = TableColumns(names) else { throw ImportProblem(reader.file, line: 1, "a column stands twice in the header") }
        self.columns = columns
        if let missing = table.columns.first(where: { columns.index($0) == nil }) {
            throw ImportProblem(reader.file, line: 1, "there is no column \(missing)")
        }
    }

    /// `nil` at the end of the file.
    mutating func next() throws(ImportProblem) -> TableRow? {
        let line = reader.line
        guard let values = try Self.values(reader) else { return nil }
        guard values.count == columns.names.count else {
            throw ImportProblem(reader.file, line: line, "the line has \(values.count) fields, the header \(columns.names.count)")
        }
        return TableRow(file: reader.file, line: line, number: nil, columns: columns, values: values)
    }

    private static func positions(_ count: Int) -> TableColumns {
        TableColumns((0..<count).map(String.init)) ?? .none
    }

    /// The fields of one row, which may span several lines of the file.
    private static func values(_ reader: ByteReader) throws(ImportProblem) -> RowValues? {
        guard try reader.peek() != nil else { return nil }
        let first = reader.line
        func problem(_ text: String) -> ImportProblem { ImportProblem(reader.file, line: first, text) }
        var values = RowValues()
        while true {
            let isQuoted = try reader.peek() == 0x22
            if isQuoted {
                try quoted(reader, into: &values, problem)
            } else {
                try reader.take(until: stops, into: &values.bytes)
            }
            let isNull = !isQuoted && isNull(values.bytes.suffix(values.open))
            values.endValue(null: isNull)
            guard !values.isTooLong else { throw problem("the line is too long") }
            switch try reader.next() {
            case 0x2C: continue
            case 0x0A: return values
            case 0x0D:
                guard try reader.next() == 0x0A else { throw problem("a carriage return stands alone") }
                return values
            case nil: throw problem("the last line has no line break: the file was cut")
            default: throw problem(isQuoted ? "something follows a closing quotation mark" : "a quotation mark stands inside a field")
            }
        }
    }

    private static func quoted(
        _ reader: ByteReader, into values: inout RowValues, _ problem: (String) -> ImportProblem
    ) throws(ImportProblem) {
        try reader.skip(1)
        while true {
            try reader.take(until: quote, into: &values.bytes)
            guard try reader.next() != nil else { throw problem("a quotation mark is not closed: the file was cut") }
            guard try reader.peek() == 0x22 else { return }
            try reader.skip(1)
            values.bytes.append(0x22)
        }
    }

    private static func isNull(_ field: ArraySlice<UInt8>) -> Bool {
        field.isEmpty || field.elementsEqual("\\N".utf8) || field.elementsEqual("NULL".utf8)
    }
}
