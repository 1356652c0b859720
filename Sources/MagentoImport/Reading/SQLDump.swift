/// A dump as `mysqldump` writes it, or another with INSERT statements of literals. Statements of other tables are skipped.
///
/// Opening reads all of it and notes where the rows of each table are, so that they can be read again in the order that an import
/// needs.
struct SQLDump: TableSource {
    /// From the first statement of a table to the beginning of the last.
    private struct Extent: Sendable {
        let first: ByteReader.Position
        var last: UInt64
    }

    private(set) var counts: [MagentoTable: Int] = [:]
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
                try scanner.rows(statement, of: table, defined: columns[table]) { _ in
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

    func rows(of table: MagentoTable, _ body: (TableRow) throws -> Void) throws {
        guard let extent = extents[table] else { return }
        var scanner = try SQLScanner(path: path)
        try scanner.reader.go(to: extent.first)
        while scanner.reader.position.offset <= extent.last, let statement = try scanner.nextStatement() {
            if statement.isInsert, self.table(statement.table) == table {
                try scanner.rows(statement, of: table, defined: columns[table], body)
            } else {
                try scanner.skipStatement(from: statement.start.line)
            }
        }
    }

    /// - Parameter name: empty for statements that concern no table.
    private func table(_ name: String) -> MagentoTable? {
        guard name.utf8.starts(with: prefix.utf8) else { return nil }
        return MagentoTable(rawValue: String(name.dropFirst(prefix.count)))
    }
}
