extension Codec {
    /// An object built by its memberwise initialiser from fields in declaration order. A missing field or a wrong type is a compile error.
    /// - Parameters:
    ///   - name: the name of the SOAP type; empty for the message of an operation, which is named after the operation.
    ///   - ignored: camelCase names of fields that are accepted and dropped.
    ///   - allowsUnknown: whether fields of any other name are dropped, too (`extension_attributes`).
    public static func object<each Part>(
        _ name: String, _ make: @escaping @Sendable (repeat each Part) -> Value, _ fields: repeat Field<Value, each Part>,
        documentation: String = "", ignored: [String] = [], allowsUnknown: Bool = false
    ) -> Codec<Value> {
        var members: [ObjectSchema.Member] = []
        // Going through the fields in generic code asks for the types of all of them at each use; their writers are alike.
        var isReadable = true
        var writers: [(name: String, write: @Sendable (Value) -> Wire?)] = []
        for field in repeat each fields {
            members.append(field.member)
            isReadable = isReadable && field.isReadable
            writers.append((field.member.name, field.write))
        }
        let allWriters = writers
        let schema = ObjectSchema(
            name: name, members: members, documentation: documentation, ignored: ignored, allowsUnknown: allowsUnknown)
        return Codec(schema: .object(schema), isReadable: isReadable) { wire, rules in
            let object = try Self.members(of: rules.content(wire, of: .object(schema)), schema: schema, rules: rules)
            var missing: [Fault] = []
            let parts = (repeat try (each fields).take(from: object, rules: rules, missing: &missing))
            if let fault = Fault.collected(missing) { throw DecodingProblem(fault: fault) }
            return make(repeat try Self.present(each parts))
        } write: { value in
            var object = WireObject()
            object.members.reserveCapacity(allWriters.count)
            for (name, write) in allWriters {
                if let wire = write(value) { object.append(name, wire) }
            }
            return .object(object)
        }
    }

    /// The members of an object, checked for unknown names. The parameters of an operation are not checked.
    static func members(of wire: Wire, schema: ObjectSchema, rules: InputRules) throws -> WireObject {
        switch wire {
        case .object(let object):
            if rules.refusesUnknownFields, !schema.isMessage, !schema.allowsUnknown,
                let unknown = object.members.first(where: { !rules.knows($0.name, in: schema) })
            {
                let shown = String(FieldName.capitalised(unknown.name).prefix(64))
                throw DecodingProblem(fault: Fault(.inputUnknownField, [.init("fieldName", .text(shown))]))
            }
            return object
        case .list(let items) where items.isEmpty: return WireObject()
        case .text("") where rules.emptyTextIsAbsent: return WireObject()
        default: throw DecodingProblem.type(wire, .object(schema))
        }
    }

    private static func present<Part>(_ part: Part?) throws -> Part {
        guard let part else { throw DecodingProblem(fault: Fault(.internal)) }
        return part
    }
}

extension ObjectSchema {
    /// Whether this is the parameter list of an operation. It has no type name, and unknown names at its top level are ignored
    /// (contract: `rest.md` §8).
    public var isMessage: Bool { name.isEmpty }
}

/// An operation without parameters.
public struct NoParameters: Sendable {
    public init() {}
}

extension Codec where Value == NoParameters {
    public static let noParameters = Codec(schema: .object(ObjectSchema(name: "", members: []))) { _, _ in
        NoParameters()
    } write: { _ in
        .object(WireObject())
    }
}
