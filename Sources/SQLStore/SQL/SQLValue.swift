import TokenCore

/// The value of a column or a parameter. The functions below convert Swift values to a form that both databases accept.
enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case string(String)

    static func int(_ number: Int?) -> SQLValue {
        number.map { .integer(Int64($0)) } ?? .null
    }

    /// Replaces U+0000 by U+FFFD: PostgreSQL refuses it, and GRDB ends the text there, so that `"ops\u{0}x"` would match `"ops"`.
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

    /// A value for `LIMIT`. Never negative: SQLite takes that as no limit, PostgreSQL as an error.
    static func limit(_ limit: Int) -> SQLValue {
        .int(max(0, limit))
    }
}
