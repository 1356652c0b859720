import ServiceModel
import TokenCore

/// One value of a listing.
enum Field: Sendable, Equatable, Encodable {
    case text(String?)
    case number(Int?)
    case flag(Bool)
    case list([String])

    /// A value of an operation's result; absent values have a field, too.
    init(_ wire: Wire?) {
        switch wire {
        case .text(let text)?: self = .text(text)
        case .int(let number)?: self = .number(number)
        case .bool(let flag)?: self = .flag(flag)
        case .list(let items)?: self = .list(items.compactMap { if case .text(let text) = $0 { text } else { nil } })
        default: self = .text(nil)
        }
    }

    /// An absent value is `null`, so that every object of a listing has the same members.
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

    /// The value in a table: on one line, a dash for an empty one.
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

/// One column of a listing: its key in JSON and its value. The title is the key in capitals, with spaces.
struct Column<Item> {
    let key: String
    let value: (Item) -> Field

    init(_ key: String, _ value: @escaping (Item) -> Field) {
        self.key = key
        self.value = value
    }

    var title: String { key.replacing("_", with: " ").uppercased() }
}

extension Column<WireObject> {
    /// A column for each member of the objects that an operation returns, alone or in a page.
    static func columns(of output: Schema?) -> [Column] {
        guard case .object(let object)? = output else { return [] }
        if case .list(.object(let item))? = object.member(named: "items")?.schema { return columns(of: .object(item)) }
        return object.members.map { member in Column(member.snakeName) { Field($0[member.name]) } }
    }
}
