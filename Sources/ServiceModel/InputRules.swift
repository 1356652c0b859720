/// How a façade's values are read. Everything else about decoding is the same for both.
public struct InputRules: Sendable {
    /// Fields are known under their snake_case name, too.
    public var acceptsSnakeCase: Bool
    /// Unknown names inside data objects are an error; otherwise they are dropped.
    public var refusesUnknownFields: Bool
    /// Empty text for anything but text is absent (an empty element has no type in XML).
    public var emptyTextIsAbsent: Bool
    /// Words and numbers are trimmed before they are read.
    public var trimsWords: Bool

    /// REST (contract: `rest.md` §8).
    public static let rest = InputRules(
        acceptsSnakeCase: true, refusesUnknownFields: true, emptyTextIsAbsent: false, trimsWords: false)
    /// SOAP (contract: `soap.md` §5).
    public static let soap = InputRules(
        acceptsSnakeCase: false, refusesUnknownFields: false, emptyTextIsAbsent: true, trimsWords: true)

    /// The value of a declared field, `nil` when absent or null.
    func value(of member: ObjectSchema.Member, in object: WireObject) -> Wire? {
        let found = object[member.name] ?? (acceptsSnakeCase ? object[member.snakeName] : nil)
        switch found {
        case nil, .null?: return nil
        case .text("")? where emptyTextIsAbsent && !member.schema.isText: return nil
        case let value?: return value
        }
    }

    func knows(_ name: String, in schema: ObjectSchema) -> Bool {
        let spellings: (String) -> Bool = { declared in
            WireObject.same(name, declared)
                || (acceptsSnakeCase && WireObject.same(name, FieldName.snakeCase(declared)))
        }
        return schema.members.contains { WireObject.same(name, $0.name) || (acceptsSnakeCase && WireObject.same(name, $0.snakeName)) }
            || schema.ignored.contains(where: spellings)
    }
}

extension Schema {
    var isText: Bool {
        switch self {
        case .string, .secret: true
        default: false
        }
    }
}
