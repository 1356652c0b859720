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
    /// Text of nothing but white space is no content where a list or an object is due: XML cannot tell it from indentation.
    public var blankIsNoContent: Bool
    /// Text may stand for an object that says how to read it.
    public var acceptsTextForObjects: Bool

    /// REST, out of JSON (contract: `rest.md` §8).
    public static let rest = InputRules(
        acceptsSnakeCase: true, refusesUnknownFields: true, emptyTextIsAbsent: false, trimsWords: false, blankIsNoContent: false,
        acceptsTextForObjects: true)
    /// REST, out of XML (contract: `rest.md` §6).
    public static let restXML: InputRules = {
        var rules = rest
        rules.blankIsNoContent = true
        return rules
    }()
    /// SOAP (contract: `soap.md` §5).
    public static let soap = InputRules(
        acceptsSnakeCase: false, refusesUnknownFields: false, emptyTextIsAbsent: true, trimsWords: true, blankIsNoContent: true,
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

    /// A value without the white space that is no content of it.
    func content(_ wire: Wire, of schema: Schema) -> Wire {
        guard blankIsNoContent, schema.hasParts, case .text(let text) = wire, text.utf8.allSatisfy(\.isXMLBlank) else { return wire }
        return emptyTextIsAbsent ? .text("") : .null
    }

    /// What was sent without the members of which a zero says nothing (``ObjectSchema/Member/zeroIsAbsent``), on every level.
    public func leavingOutZeros(_ object: WireObject, _ schema: ObjectSchema) -> WireObject {
        guard schema.hasVoidZeros else { return object }
        var left = object
        for member in schema.members {
            let isMember: (WireObject.Member) -> Bool = { sent in
                sent.name.utf8Equals(member.name) || (acceptsSnakeCase && sent.name.utf8Equals(member.snakeName))
            }
            if member.zeroIsAbsent { left.members.removeAll { isMember($0) && Scalar.isZero($0.value) } }
            for index in left.members.indices where isMember(left.members[index]) {
                left.members[index].value = leavingOutZeros(left.members[index].value, member.schema)
            }
        }
        return left
    }

    private func leavingOutZeros(_ wire: Wire, _ schema: Schema) -> Wire {
        switch (wire, schema) {
        case (.object(let object), .object(let inner)): .object(leavingOutZeros(object, inner))
        case (.list(let items), .list(let element)): .list(items.map { leavingOutZeros($0, element) })
        case (.object(let object), .list(let element)):
            // A list in its other form.
            .object(
                WireObject(
                    object.members.map { member in
                        let isList = if case .list = member.value { true } else { false }
                        return .init(name: member.name, value: leavingOutZeros(member.value, isList ? schema : element))
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
    var hasParts: Bool {
        switch self {
        case .list, .object: true
        default: false
        }
    }
}

extension UInt8 {
    /// White space of XML 1.0 (production S).
    fileprivate var isXMLBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
