/// A dump in the form of `mysqldump`, or another one with INSERT statements of literals. Statements of other tables are skipped.
///
/// The initialiser reads the whole file and records where the rows of each table are, so that they can be read again in the order that an
/// import needs.
struct SQLDump: TableSource {
    /// The range from the first statement of a table to the beginning of the last.
    private struct Extent: Sendable {
        let first: ByteReader.Position
        var last: UInt64
    }

    private(set) var counts: [MagentoTable: Int] = [:]
    private(set) var highestIDs: [MagentoTable: Int] = [:]
    private let path: String
    private let prefix: String
    private var extents: [MagentoTable: Extent] = [:]
    private var columns: [MagentoTable: TableColumns] = [:]

    init(path: String, prefix: String, _ progress: (MagentoTable, Int) -> Void) throws {
        self.path = path
        self.prefix = prefix
        var scanner = try SQLScanner(path: path)
        while let statement = try scanner.nextStatement() {
            guard let table = table(statement.table) else {
                try scanner.skipStatement(from: statement.start.line)
                continue
            }
            if statement.isInsert, table.skipped == nil {
                var count = counts[table] ?? 0
                var insertion = try scanner.insertion(statement, of: table, defined: columns[table])
                while let row = try scanner.nextRow(of: &insertion) {
                    highestIDs.note(row, of: table)
                    count += 1
                    progress(table, count)
                }
                counts[table] = count
                extents[table, default: Extent(first: statement.start, last: 0)].last = statement.start.offset
            } else {
                if statement.isInsert { counts[table] = counts[table] ?? 0 } else { columns[table] = try scanner.definedColumns() }
                try scanner.skipStatement(from: statement.start.line)
            }
        }
        if let missing = scanner.ending.missing { throw scanner.problem("\(missing) is missing at the end: the file was cut") }
        guard !counts.isEmpty else { throw TableSources.nothingFound(scanner.reader.file, prefix: prefix) }
    }

    func cursor(of table: MagentoTable) throws -> any RowCursor {
        guard let extent = extents[table] else { return NoRows() }
        let scanner = try SQLScanner(path: path)
        try scanner.reader.go(to: extent.first)
        return Cursor(dump: self, table: table, last: extent.last, scanner: scanner)
    }

    private struct Cursor: RowCursor {
        let dump: SQLDump
        let table: MagentoTable
        let last: UInt64
        var scanner: SQLScanner
        var insertion = SQLScanner.Insertion.over

        mutating func next() throws -> TableRow? {
            while true {
                if let row = try scanner.nextRow(of: &insertion) { return row }
                guard scanner.reader.position.offset <= last, let statement = try scanner.nextStatement() else { return nil }
                if statement.isInsert, dump.table(statement.table) == table {
                    insertion = try scanner.insertion(statement, of: table, defined: dump.columns[table])
                } else {
                    try scanner.skipStatement(from: statement.start.line)
                }
            }
        }
    }

    /// - Parameter name: empty for statements without a table.
    private func table(_ name: String) -> MagentoTable? {
        guard name.utf8.starts(with: prefix.utf8) else { return nil }
        return MagentoTable(rawValue: String(name.dropFirst(prefix.count)))
    }
}
