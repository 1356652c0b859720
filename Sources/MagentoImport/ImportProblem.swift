/// Why an import or a row of it fails, and where in the file. Never contains a value of the file, which may be a secret.
public struct ImportProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the file, without its folder.
    public let file: String
    /// The line from 1; `nil` for the whole file.
    public let line: Int?
    /// The number of the row, from 1, within a statement that has several.
    public let row: Int?
    public let text: String
    /// Whether the problem concerns more than its row, so that rejecting the row is not enough.
    let isGeneral: Bool

    init(_ file: String, line: Int? = nil, row: Int? = nil, _ text: String, isGeneral: Bool = false) {
        self.isGeneral = isGeneral
        self.file = file
        self.line = line
        self.row = row
        self.text = text
    }

    public var description: String {
        let place = (line.map { ", line \($0)" } ?? "") + (row.map { ", row \($0)" } ?? "")
        return "\(file)\(place): \(text)"
    }
}

/// A row that an import rejects because of its content, or whose password it rejects.
public struct RejectedRow: Sendable, Equatable {
    public let table: MagentoTable
    /// The value of the first column, when it is a number or the path of a setting.
    public let key: String?
    public let problem: ImportProblem
}

extension TableRow {
    /// Names the row, so that it can be found in the file and in the shop. Never contains a value that may be secret.
    func rejected(_ problem: ImportProblem, in table: MagentoTable) -> RejectedRow {
        let column = table == .configuration ? "path" : table.columns.first
        let text = column.flatMap { (try? optionalText($0)) ?? nil }
        let isPlain = text?.utf8.allSatisfy { SQLScanner.isWord($0) || $0 == 47 } == true
        return RejectedRow(table: table, key: text.flatMap { isPlain && $0.utf8.count <= 64 ? $0 : nil }, problem: problem)
    }
}
