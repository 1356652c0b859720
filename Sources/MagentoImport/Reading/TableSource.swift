import Foundation

/// The tables of an installation, which can be read repeatedly.
protocol TableSource: Sendable {
    /// The number of rows of each table that was found.
    var counts: [MagentoTable: Int] { get }
    /// The largest ids of customers and of addresses.
    var highestIDs: [MagentoTable: Int] { get }
    /// The rows of a table in the order of the file; empty for a missing table.
    func cursor(of table: MagentoTable) throws -> any RowCursor
}

/// Reads rows one at a time.
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
    /// Includes the id of a row, if it is valid.
    mutating func note(_ row: TableRow, of table: MagentoTable) {
        guard [.customer, .address].contains(table), let id = (try? row.optionalInt("entity_id")) ?? nil else { return }
        self[table] = Swift.max(self[table] ?? 0, id)
    }
}

struct NoRows: RowCursor {
    mutating func next() -> TableRow? { nil }
}

/// Opens the file or folder at a path.
enum TableSources {
    /// - Parameters:
    ///   - prefix: the prefix of all table names.
    ///   - progress: called with the number of each row.
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

    /// The problem of a file or folder without any table to import.
    static func nothingFound(_ file: String, prefix: String) -> ImportProblem {
        let hint = prefix.isEmpty ? "names of tables may have a prefix, which --prefix tells" : "the prefix is \(prefix)"
        return ImportProblem(file, "no table of Magento is in here (\(hint))")
    }
}
