import TokenCore

/// One value of a listing.
enum Field: Sendable, Equatable, Encodable {
    case text(String?)
    case number(Int?)
    case flag(Bool)
    case list([String])

    /// UTC, `YYYY-MM-DD hh:mm:ss`.
    static func moment(_ time: Timestamp?) -> Field { .text(time?.sqlDateTime) }

    /// Absent values are `null`, so that every object of a listing has the same members.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text?): try container.encode(text)
        case .number(let number?): try container.encode(number)
        case .text(nil), .number(nil): try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .list(let members): try container.encode(members)
        }
    }

    /// As a table shows it: on one line, nothing as a dash.
    var shown: String {
        let text =
            switch self {
            case .text(let text): text ?? ""
            case .number(let number): number.map(String.init) ?? ""
            case .flag(let flag): flag ? "yes" : "no"
            case .list(let members): members.joined(separator: ", ")
            }
        return text.isEmpty ? "-" : VisibleText.of(text)
    }
}

/// One column of a listing: its key in JSON, which in capitals and with blanks is its title, and its value.
struct Column<Item> {
    let key: String
    let value: (Item) -> Field

    init(_ key: String, _ value: @escaping (Item) -> Field) {
        self.key = key
        self.value = value
    }

    var title: String { key.replacing("_", with: " ").uppercased() }
}
