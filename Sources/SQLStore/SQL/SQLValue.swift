import TokenCore

/// What a column or a parameter can hold. Made by the functions below, which fit Swift's values to both databases.
enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case string(String)

    static func int(_ number: Int?) -> SQLValue {
        number.map { .integer(Int64($0)) } ?? .null
    }

    /// U+0000 becomes U+FFFD: PostgreSQL refuses it, and GRDB ends the text there, so that `"ops\u{0}x"` would find `"ops"`.
    static func text(_ text: String?) -> SQLValue {
        guard let text else { return .null }
        guard text.utf8.contains(0) else { return .string(text) }
        return .string(String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })))
    }

    /// 0 or 1.
    static func flag(_ flag: Bool) -> SQLValue {
        .integer(flag ? 1 : 0)
    }

    static func moment(_ moment: Timestamp?) -> SQLValue {
        moment.map { .integer($0.milliseconds) } ?? .null
    }

    /// For `LIMIT`. Never negative: to SQLite that means no limit, to PostgreSQL it is an error.
    static func limit(_ limit: Int) -> SQLValue {
        .int(max(0, limit))
    }
}
