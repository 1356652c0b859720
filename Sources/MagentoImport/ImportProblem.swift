/// Why an import cannot be done, and where in the file. Never carries a value of the file: it may be a secret.
public struct ImportProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Name of the file, without its folder.
    public let file: String
    /// From 1; `nil` when the whole file is meant.
    public let line: Int?
    /// Number of the row within a statement that has several, from 1.
    public let row: Int?
    public let text: String
    /// Whether it is about more than the row that it was found in, so that leaving the row out would not do.
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
