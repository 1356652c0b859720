import TokenCore

/// How values of one Swift type are kept in a column.
struct SQLType<Value: Sendable>: Sendable {
    let bind: @Sendable (Value) -> SQLValue
    /// `nil` for a value that this program never writes.
    let read: @Sendable (SQLValue) -> Value?

    init(bind: @escaping @Sendable (Value) -> SQLValue, read: @escaping @Sendable (SQLValue) -> Value?) {
        self.bind = bind
        self.read = read
    }
}

extension SQLType<Int64> {
    static let integer = SQLType(bind: { .integer($0) }, read: \.integer)
}

extension SQLType<Int> {
    static let int = SQLType(bind: { .int($0) }, read: { $0.integer.flatMap(Int.init(exactly:)) })
}

extension SQLType<String> {
    static let text = SQLType(bind: { .text($0) }, read: \.string)
}

extension SQLType<Timestamp> {
    /// Milliseconds since 1970.
    static let moment = SQLType(bind: { .moment($0) }, read: { $0.integer.map(Timestamp.init(milliseconds:)) })
}

extension SQLType<Bool> {
    /// 0 or 1.
    static let flag = SQLType(bind: { .flag($0) }, read: { $0.integer.map { $0 != 0 } })
}

extension SQLType<[String]> {
    /// Texts without line breaks, one per line; there is at least one.
    static let lines = SQLType(
        bind: { .text($0.joined(separator: "\n")) },
        read: { $0.string?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) })

    /// Texts without commas, none of them empty.
    static let commaSeparated = SQLType(
        bind: { .text($0.joined(separator: ",")) }, read: { $0.string?.split(separator: ",").map(String.init) })
}

/// An enumeration is kept as its raw value.
extension SQLType where Value: RawRepresentable, Value.RawValue == String {
    static var choice: SQLType {
        SQLType(bind: { .text($0.rawValue) }, read: { $0.string.flatMap(Value.init(rawValue:)) })
    }
}

extension SQLType where Value: RawRepresentable, Value.RawValue == Int {
    static var choice: SQLType {
        SQLType(bind: { .int($0.rawValue) }, read: { SQLType<Int>.int.read($0).flatMap(Value.init(rawValue:)) })
    }
}

extension SQLValue {
    fileprivate var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
}
