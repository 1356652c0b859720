import TokenCore

/// One row of a result. The readers throw ``StoreFailure/schema(_:)`` when the column is missing or holds something else; the text
/// names the column, never its content.
struct SQLRow: Sendable {
    let columns: SQLColumns
    let values: [SQLValue]

    init(_ columns: SQLColumns, _ values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    func optionalInteger(_ column: String) throws(StoreFailure) -> Int64? {
        switch try value(column) {
        case .null: return nil
        case .integer(let number): return number
        case .string: throw Self.unexpected(column)
        }
    }

    func optionalText(_ column: String) throws(StoreFailure) -> String? {
        switch try value(column) {
        case .null: return nil
        case .string(let text): return text
        case .integer: throw Self.unexpected(column)
        }
    }

    func optionalInt(_ column: String) throws(StoreFailure) -> Int? {
        guard let number = try optionalInteger(column) else { return nil }
        guard let fitting = Int(exactly: number) else { throw Self.unexpected(column) }
        return fitting
    }

    func optionalMoment(_ column: String) throws(StoreFailure) -> Timestamp? {
        try optionalInteger(column).map(Timestamp.init(milliseconds:))
    }

    func int(_ column: String) throws(StoreFailure) -> Int {
        try present(optionalInt(column), column)
    }

    func text(_ column: String) throws(StoreFailure) -> String {
        try present(optionalText(column), column)
    }

    func moment(_ column: String) throws(StoreFailure) -> Timestamp {
        try present(optionalMoment(column), column)
    }

    func flag(_ column: String) throws(StoreFailure) -> Bool {
        try int(column) != 0
    }

    /// For columns that hold the raw value of an enumeration.
    func choice<Choice: RawRepresentable>(_ column: String) throws(StoreFailure) -> Choice where Choice.RawValue == String {
        try present(Choice(rawValue: text(column)), column)
    }

    func choice<Choice: RawRepresentable>(_ column: String) throws(StoreFailure) -> Choice where Choice.RawValue == Int {
        try present(Choice(rawValue: int(column)), column)
    }

    private func value(_ column: String) throws(StoreFailure) -> SQLValue {
        guard let index = columns.place(of: column), values.indices.contains(index) else { throw Self.unexpected(column) }
        return values[index]
    }

    private func present<Value>(_ value: Value?, _ column: String) throws(StoreFailure) -> Value {
        guard let value else { throw Self.unexpected(column) }
        return value
    }

    private static func unexpected(_ column: String) -> StoreFailure {
        .schema("column \(column) does not hold what this program writes")
    }
}
