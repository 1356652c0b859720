/// What an import did, or would do.
public struct ImportReport: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        /// `customers`, `roles`, …
        public let kind: String
        /// Rows that went in.
        public var new = 0
        /// Rows that were there already, by their key, and stayed as they were.
        public var present = 0
        /// Rows that stay behind.
        public var skipped = 0
    }

    public private(set) var lines: [Line] = []
    /// What an operator should know, in whole sentences.
    public private(set) var notes: [String] = []

    /// More notes than this are only counted.
    private static let mostNotes = 100
    private var unnoted = 0

    /// Rows that were left out for what they hold, and passwords of such a kind: the first ``mostNamed`` of them.
    public private(set) var oddRows: [OddRow] = []
    /// All of them.
    public private(set) var oddRowCount = 0
    public static let mostNamed = 100_000

    enum Outcome { case new, present, skipped }

    mutating func count(_ outcome: Outcome, _ kind: String, _ number: Int = 1) {
        let index = lines.firstIndex { $0.kind == kind } ?? lines.endIndex
        if index == lines.endIndex { lines.append(Line(kind: kind)) }
        switch outcome {
        case .new: lines[index].new += number
        case .present: lines[index].present += number
        case .skipped: lines[index].skipped += number
        }
    }

    /// Counts a row as skipped, and names it.
    mutating func skip(_ row: OddRow, _ kind: String) {
        count(.skipped, kind)
        oddRowCount += 1
        if oddRows.count < Self.mostNamed { oddRows.append(row) }
    }

    mutating func add(_ other: ImportReport) {
        for line in other.lines {
            count(.new, line.kind, line.new)
            count(.present, line.kind, line.present)
            count(.skipped, line.kind, line.skipped)
        }
        for text in other.notes { note(text) }
        unnoted += other.unnoted
        oddRows += other.oddRows.prefix(max(0, Self.mostNamed - oddRows.count))
        oddRowCount += other.oddRowCount
    }

    mutating func note(_ text: String) {
        if notes.count < Self.mostNotes { notes.append(text) } else { unnoted += 1 }
    }

    mutating func finish() {
        if unnoted > 0 { notes.append("\(unnoted) more notes like these are left out.") }
        unnoted = 0
    }

    /// Whether nothing went in.
    public var isUnchanged: Bool { lines.allSatisfy { $0.new == 0 } }

    /// One line for the audit trail.
    var summary: String {
        lines.filter { $0.new > 0 }.map { "\($0.kind) \($0.new)" }.joined(separator: ", ")
    }
}
