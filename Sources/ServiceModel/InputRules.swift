/// How a façade reads values. All other decoding is common to REST and SOAP.
public struct InputRules: Sendable {
    /// Whether fields are also known by their snake_case name.
    public var acceptsSnakeCase: Bool
    /// Whether unknown names inside data objects are an error; otherwise they are dropped.
    public var refusesUnknownFields: Bool
    /// Whether empty text counts as absent where the type is not text (an empty XML element has no type).
    public var emptyTextIsAbsent: Bool
    /// Whether white space around words and numbers is ignored.
    public var trimsWords: Bool
    /// Whether white space counts as empty where a list or an object is expected: XML cannot distinguish it from indentation.
    public var whitespaceIsEmpty: Bool
    /// Whether text is accepted for objects whose codec reads text (``Codec/orText(_:)``).
    public var acceptsTextForObjects: Bool

    /// REST, decoded from JSON (contract: `rest.md` §8).
    public static let rest = InputRules(
        acceptsSnakeCase: true, refusesUnknownFields: true, emptyTextIsAbsent: false, trimsWords: false, whitespaceIsEmpty: false,
        acceptsTextForObjects: true)
    /// REST, decoded from XML (contract: `rest.md` §6).
    public static let restXML: InputRules = {
        var rules = rest
        rules.whitespaceIsEmpty = true
        return rules
    }()
    /// SOAP (contract: `soap.md` §5).
    public static let soap = InputRules(
        acceptsSnakeCase: false, refusesUnknownFields: false, emptyTextIsAbsent: true, trimsWords: true, whitespaceIsEmpty: true,
        acceptsTextForObjects: false)

    /// The value of a declared field, `nil` when absent or null.
    func value(of member: ObjectSchema.Member, in object: WireObject) -> Wire? {
        switch sent(member, in: object).map({ content($0, of: member.schema) }) {
        case nil, .null?: return nil
        case .text("")? where emptyTextIsAbsent && !member.schema.isText: return nil
        case let value?: return value
        }
    }

    private func sent(_ member: ObjectSchema.Member, in object: WireObject) -> Wire? {
        object[member.name] ?? (acceptsSnakeCase ? object[member.snakeName] : nil)
    }

    /// The value, with white space replaced by the empty value where ``whitespaceIsEmpty`` asks for it.
    func content(_ wire: Wire, of schema: Schema) -> Wire {
        guard whitespaceIsEmpty, schema.isContainer, case .text(let text) = wire, text.utf8.allSatisfy(\.isXMLWhitespace) else {
            return wire
        }
        return emptyTextIsAbsent ? .text("") : .null
    }

    /// Removes zeros from members that declare ``ObjectSchema/Member/zeroIsAbsent``, at every level.
    public func removingAbsentZeros(_ object: WireObject, _ schema: ObjectSchema) -> WireObject {
        guard schema.hasAbsentZeros else { return object }
        var left = object
        for member in schema.members {
            let isMember: (WireObject.Member) -> Bool = { sent in
                sent.name.utf8Equals(member.name) || (acceptsSnakeCase && sent.name.utf8Equals(member.snakeName))
            }
            if member.zeroIsAbsent { left.members.removeAll { isMember($0) && Scalar.isZero($0.value) } }
            for index in left.members.indices where isMember(left.members[index]) {
                left.members[index].value = removingAbsentZeros(left.members[index].value, member.schema)
            }
        }
        return left
    }

    private func removingAbsentZeros(_ wire: Wire, _ schema: Schema) -> Wire {
        switch (wire, schema) {
        case (.object(let object), .object(let inner)): .object(removingAbsentZeros(object, inner))
        case (.list(let items), .list(let element)): .list(items.map { removingAbsentZeros($0, element) })
        case (.object(let object), .list(let element)):
            // A list in its `item` form.
            .object(
                WireObject(
                    object.members.map { member in
                        let isList = if case .list = member.value { true } else { false }
                        return .init(name: member.name, value: removingAbsentZeros(member.value, isList ? schema : element))
                    }))
        default: wire
        }
    }

    func knows(_ name: String, in schema: ObjectSchema) -> Bool {
        let spellings: (String) -> Bool = { declared in
            name.utf8Equals(declared)
                || (acceptsSnakeCase && name.utf8Equals(FieldName.snakeCase(declared)))
        }
        return schema.members.contains { name.utf8Equals($0.name) || (acceptsSnakeCase && name.utf8Equals($0.snakeName)) }
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

    /// A list or an object.
    var isContainer: Bool {
        switch self {
        case .list, .object: true
        default: false
        }
    }
}

extension UInt8 {
    /// White space of XML 1.0 (production S).
    fileprivate var isXMLWhitespace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
