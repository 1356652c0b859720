import Foundation
import MagentoImport

/// Prints the report of an import.
enum ImportPrinter {
    static func print(_ report: ImportReport, isDryRun: Bool, leftOut: String?, asJSON: Bool, in shell: Shell) throws {
        if asJSON { return try shell.print(json(report, isDryRun: isDryRun, leftOut: leftOut)) }
        for note in report.notes { try shell.print(VisibleText.of(note)) }
        try Listing.print(report.lines, Column.importLine, asJSON: false, in: shell)
        if let leftOut {
            let rows =
                report.rejectedRowCount == 1
                ? "1 row was left out, or its password: it is"
                : "\(report.rejectedRowCount) rows were left out, or their passwords: they are"
            let bound = report.rejectedRowCount > report.rejectedRows.count ? ", the first \(report.rejectedRows.count) of them" : ""
            try shell.print("\(rows) named in \(VisibleText.of(leftOut))\(bound)")
        }
        try shell.print(verdict(report, isDryRun: isDryRun))
    }

    private static func verdict(_ report: ImportReport, isDryRun: Bool) -> String {
        switch (isDryRun, report.isUnchanged) {
        case (true, true): "nothing would change"
        case (true, false): "this would be imported; nothing was changed"
        case (false, true): "nothing has changed"
        case (false, false): "imported"
        }
    }

    private struct Printed: Encodable {
        let isDryRun: Bool
        let changed: Bool
        let tables: [[String: Field]]
        let notes: [String]
        let rejectedRows: Int
        /// The file that names them.
        let file: String?

        enum CodingKeys: String, CodingKey {
            case isDryRun = "dry_run"
            case rejectedRows = "left_out"
            case file = "report"
            case changed, tables, notes
        }
    }

    private static func json(_ report: ImportReport, isDryRun: Bool, leftOut: String?) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let rows = report.lines.map { line in Dictionary(Column.importLine.map { ($0.key, $0.value(line)) }) { $1 } }
        let printed = Printed(
            isDryRun: isDryRun, changed: !isDryRun && !report.isUnchanged, tables: rows, notes: report.notes,
            rejectedRows: report.rejectedRowCount, file: leftOut)
        return String(decoding: try encoder.encode(printed), as: UTF8.self)
    }
}

extension Column<ImportReport.Line> {
    static var importLine: [Column] {
        [
            Column("kind") { .text($0.kind) },
            Column("new") { .number($0.new) },
            Column("present") { .number($0.present) },
            Column("skipped") { .number($0.skipped) },
        ]
    }
}
