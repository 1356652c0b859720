import TokenCore

/// The names of the columns of a table, in the order of the values of its rows.
struct TableColumns: Sendable, Equatable {
    let names: [String]
    private let indexes: [String: Int]

    static let none = TableColumns()

    private init() {
        names = []
        indexes = [:]
    }

    /// `nil` when a name occurs twice.
    init?(_ names: [String]) {
        self.names = names
        indexes = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
        guard indexes.count == names.count else { return nil }
    }

    func index(_ name: String) -> Int? { indexes[name] }
}

/// The values of a row in one buffer, built while they are read.
struct RowValues: Sendable {
    /// Limits that no row of an imported table approaches.
    static let maximumRowLength = 4 << 20
    static let maximumValues = 1024

    fileprivate private(set) var ends: [Int] = []
    fileprivate private(set) var isNull: [Bool] = []
    var bytes: [UInt8] = []

    var count: Int { ends.count }
    /// The number of bytes of the unfinished value.
    var open: Int { bytes.count - (ends.last ?? 0) }
    var isTooLong: Bool { bytes.count > Self.maximumRowLength || ends.count > Self.maximumValues }

    mutating func endValue(null: Bool = false) {
        if null { bytes.removeLast(open) }
        ends.append(bytes.count)
        isNull.append(null)
    }
}

/// One row of a table. The readers throw a problem that names the row and the column, never the value.
struct TableRow: Sendable {
    let file: String
    let line: Int
    /// The number of the row within a statement that has several.
    let number: Int?
    let columns: TableColumns
    let values: RowValues

    /// What Magento's unsigned columns of ids can hold here.
    static let ids = 0...Int(Int32.max)

    func problem(_ text: String, isGeneral: Bool = false) -> ImportProblem {
        ImportProblem(file, line: line, row: number, text, isGeneral: isGeneral)
    }

    /// `nil` for NULL and for a missing column.
    func optionalText(_ column: String) throws(ImportProblem) -> String? {
        guard let index = columns.index(column), index < values.count, !values.isNull[index] else { return nil }
        let start = index == 0 ? 0 : values.ends[index - 1]
        guard let text = String(validating: values.bytes[start..<values.ends[index]], as: UTF8.self) else {
            throw problem("\(column) is not UTF-8")
        }
        guard !text.utf8.contains(0) else { throw problem("\(column) holds a zero byte") }
        return text
    }

    /// `nil` also for an empty text.
    func nonEmptyText(_ column: String) throws(ImportProblem) -> String? {
        guard let text = try optionalText(column), !text.isEmpty else { return nil }
        return text
    }

    func text(_ column: String) throws(ImportProblem) -> String {
        guard let text = try optionalText(column) else { throw problem("\(column) is NULL") }
        return text
    }

    func optionalInt(_ column: String, in range: ClosedRange<Int> = ids) throws(ImportProblem) -> Int? {
        guard let text = try nonEmptyText(column) else { return nil }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), range.contains(number) else {
            throw problem("\(column) is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func int(_ column: String, in range: ClosedRange<Int> = ids) throws(ImportProblem) -> Int {
        guard let number = try optionalInt(column, in: range) else { throw problem("\(column) is empty") }
        return number
    }

    func flag(_ column: String) throws(ImportProblem) -> Bool {
        try int(column, in: 0...1) == 1
    }

    /// `YYYY-MM-DD hh:mm:ss`, UTC. `nil` also for MySQL's zero date.
    func moment(_ column: String) throws(ImportProblem) -> Timestamp? {
        guard let text = try nonEmptyText(column), !text.hasPrefix("0000-00-00") else { return nil }
        guard let moment = Timestamp(sqlDateTime: text) else { throw problem("\(column) is not a time of the form YYYY-MM-DD hh:mm:ss") }
        return moment
    }
}
