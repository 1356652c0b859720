import Foundation

/// A folder with one file for each table, `customer_entity.csv`, as RFC 4180 has it: with a header line, UTF-8, and a line break at
/// the end of every line. NULL is a field without quotation marks that is empty, `\N` or `NULL`.
///
/// Opening reads all of it, so that a malformed file is found before anything is written.
struct CSVFolder: TableSource {
    private(set) var counts: [MagentoTable: Int] = [:]
    private(set) var highestIDs: [MagentoTable: Int] = [:]
    private var files: [MagentoTable: String] = [:]

    init(path: String, prefix: String, _ progress: (MagentoTable, Int) -> Void) throws(ImportProblem) {
        for table in MagentoTable.allCases {
            let file = "\(path)/\(prefix)\(table.rawValue).csv"
            guard FileManager.default.fileExists(atPath: file) else { continue }
            files[table] = file
            var reader = try CSVRowReader(path: file, table)
            var count = 0
            while let row = try reader.next() {
                highestIDs.note(row, of: table)
                count += 1
                progress(table, count)
            }
            counts[table] = count
        }
        guard !files.isEmpty else { throw TableSources.nothingFound(URL(filePath: path).lastPathComponent, prefix: prefix) }
    }

    func cursor(of table: MagentoTable) throws -> any RowCursor {
        guard let file = files[table] else { return NoRows() }
        return try CSVRowReader(path: file, table)
    }
}
