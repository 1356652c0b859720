import Foundation

/// A folder with one file per table, such as `customer_entity.csv`, in the format of RFC 4180: a header line, UTF-8, and a line break after
/// every line. An unquoted field that is empty, `\N` or `NULL` is NULL.
///
/// The initialiser reads all files, so that a malformed one is found before anything is written.
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
