import Foundation

/// Tables of an installation, in a form that can be read again and again.
protocol TableSource: Sendable {
    /// How many rows each table has that was found; none for tables that are only recognised.
    var counts: [MagentoTable: Int] { get }
    /// The largest id of customers and of addresses.
    var highestIDs: [MagentoTable: Int] { get }
    /// The rows of a table in the order of the file; none when there is no such table.
    func cursor(of table: MagentoTable) throws -> any RowCursor
}

/// Gives rows one at a time, `nil` at the end.
protocol RowCursor {
    mutating func next() throws -> TableRow?
}

extension TableSource {
    func rows(of table: MagentoTable, _ body: (TableRow) throws -> Void) throws {
        var cursor = try cursor(of: table)
        while let row = try cursor.next() { try body(row) }
    }
}

extension [MagentoTable: Int] {
    /// Takes the id of a row into account, where one can be read.
    mutating func note(_ row: TableRow, of table: MagentoTable) {
        guard [.customer, .address].contains(table), let id = (try? row.optionalInt("entity_id")) ?? nil else { return }
        self[table] = Swift.max(self[table] ?? 0, id)
    }
}

struct NoRows: RowCursor {
    mutating func next() -> TableRow? { nil }
}

/// Finds out what stands at a path.
enum TableSources {
    /// - Parameter prefix: of the names of all tables.
    /// - Parameter progress: told the number of each row.
    static func open(
        path: String, prefix: String, _ progress: (MagentoTable, Int) -> Void
    ) throws -> any TableSource {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ImportProblem(URL(filePath: path).lastPathComponent, "there is no such file or folder")
        }
        guard isFolder.boolValue else { return try SQLDump(path: path, prefix: prefix, progress) }
        return try CSVFolder(path: path, prefix: prefix, progress)
    }

    /// What to say when nothing was found that could be imported.
    static func nothingFound(_ file: String, prefix: String) -> ImportProblem {
        let hint = prefix.isEmpty ? "names of tables may have a prefix, which --prefix tells" : "the prefix is \(prefix)"
        return ImportProblem(file, "no table of Magento is in here (\(hint))")
    }
}
