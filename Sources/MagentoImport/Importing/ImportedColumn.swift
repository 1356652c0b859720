import TokenCore

/// A column of one of Magento's tables with what it sets in a record. Readers throw problems of the row.
struct ImportedColumn<Record>: Sendable {
    let name: String
    let read: @Sendable (TableRow, inout Record) throws(ImportProblem) -> Void

    /// Text; NULL is empty.
    static func text(_ name: String, _ member: any WritableKeyPath<Record, String> & Sendable) -> ImportedColumn {
        ImportedColumn(name: name) { row, record throws(ImportProblem) in record[keyPath: member] = try row.optionalText(name) ?? "" }
    }

    /// Text; NULL and empty are `nil`.
    static func optionalText(_ name: String, _ member: any WritableKeyPath<Record, String?> & Sendable) -> ImportedColumn {
        ImportedColumn(name: name) { row, record throws(ImportProblem) in record[keyPath: member] = try row.nonEmptyText(name) }
    }

    static func optionalInt(
        _ name: String, _ member: any WritableKeyPath<Record, Int?> & Sendable, in range: ClosedRange<Int> = TableRow.ids
    ) -> ImportedColumn {
        ImportedColumn(name: name) { row, record throws(ImportProblem) in
            record[keyPath: member] = try row.optionalInt(name, in: range)
        }
    }

    static func flag(_ name: String, _ member: any WritableKeyPath<Record, Bool> & Sendable) -> ImportedColumn {
        ImportedColumn(name: name) { row, record throws(ImportProblem) in record[keyPath: member] = try row.flag(name) }
    }

    /// A column that is read where the record is made, because others or other tables count as well.
    static func key(_ name: String) -> ImportedColumn {
        ImportedColumn(name: name) { _, _ in }
    }
}
