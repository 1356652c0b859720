/// The result of an import or of a dry run.
public struct ImportReport: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        /// `customers`, `roles`, …
        public let kind: String
        /// Rows that were imported.
        public var new = 0
        /// Rows whose key existed already, which were not changed.
        public var present = 0
        /// Rows that were not imported.
        public var skipped = 0
    }

    public private(set) var lines: [Line] = []
    /// Notes for the operator, in complete sentences.
    public private(set) var notes: [String] = []

    /// Further notes are only counted.
    private static let maximumNotes = 100
    private var omittedNotes = 0

    /// Rows that were rejected for their content, and rows whose password was: the first ``maximumNamedRows`` of them.
    public private(set) var rejectedRows: [RejectedRow] = []
    /// The number of all of them.
    public private(set) var rejectedRowCount = 0
    public static let maximumNamedRows = 100_000

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

    /// Counts a row as skipped and records it.
    mutating func skip(_ row: RejectedRow, _ kind: String) {
        count(.skipped, kind)
        rejectedRowCount += 1
        if rejectedRows.count < Self.maximumNamedRows { rejectedRows.append(row) }
    }

    mutating func add(_ other: ImportReport) {
        for line in other.lines {
            count(.new, line.kind, line.new)
            count(.present, line.kind, line.present)
            count(.skipped, line.kind, line.skipped)
        }
        for text in other.notes { note(text) }
        omittedNotes += other.omittedNotes
        rejectedRows += other.rejectedRows.prefix(max(0, Self.maximumNamedRows - rejectedRows.count))
        rejectedRowCount += other.rejectedRowCount
    }

    mutating func note(_ text: String) {
        if notes.count < Self.maximumNotes { notes.append(text) } else { omittedNotes += 1 }
    }

    mutating func finish() {
        if omittedNotes > 0 { notes.append("\(omittedNotes) more notes like these are left out.") }
        omittedNotes = 0
    }

    /// Whether nothing was imported.
    public var isUnchanged: Bool { lines.allSatisfy { $0.new == 0 } }

    /// A line for the audit trail.
    var summary: String {
        lines.filter { $0.new > 0 }.map { "\($0.kind) \($0.new)" }.joined(separator: ", ")
    }
}
