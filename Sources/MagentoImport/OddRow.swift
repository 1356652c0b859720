/// A row that an import leaves out, or a password of one, because something about it cannot be.
public struct OddRow: Sendable, Equatable {
    public let table: MagentoTable
    /// What the row has in its first column, when that is a number or a path of a setting.
    public let key: String?
    public let problem: ImportProblem
}

extension TableRow {
    /// Names the row for people who look for it in the file or in the shop. Never a value that may be secret.
    func odd(_ problem: ImportProblem, in table: MagentoTable) -> OddRow {
        let column = table == .configuration ? "path" : table.columns.first
        let text = column.flatMap { (try? optionalText($0)) ?? nil }
        let isPlain = text?.utf8.allSatisfy { SQLScanner.isWord($0) || $0 == 47 } == true
        return OddRow(table: table, key: text.flatMap { isPlain && $0.utf8.count <= 64 ? $0 : nil }, problem: problem)
    }
}
