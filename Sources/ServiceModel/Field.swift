/// One field of an object: how it is documented, decoded and encoded.
public struct Field<Root, Value>: Sendable {
    public let member: ObjectSchema.Member
    let read: @Sendable (Wire?, InputRules) throws -> Value
    let write: @Sendable (Root) -> Wire?
    /// Whether absence is an error.
    let isMandatory: Bool
    /// Whether empty text counts as absent.
    let emptyIsAbsent: Bool
    var isReadable = true

    /// The decoded value. `nil` when the field is missing, which is then added to `missing`.
    func take(from object: WireObject, rules: InputRules, missing: inout [Fault]) throws -> Value? {
        var wire = rules.value(of: member, in: object)
        if emptyIsAbsent, let sent = wire, member.schema.isText ? Scalar.text(sent) == "" : sent == .text("") { wire = nil }
        if wire == nil, isMandatory {
            missing.append(Fault(.inputRequired, [.init("fieldName", .text(member.name))]))
            return nil
        }
        do {
            return try read(wire, rules)
        } catch let problem as DecodingProblem {
            throw problem.inside(member.name)
        }
    }
}

extension Field {
    /// A required field; its absence is `input.required`.
    /// - Parameters:
    ///   - emptyIsAbsent: whether empty text counts as absent.
    ///   - isBodyOnly: see ``ObjectSchema/Member/isBodyOnly``.
    public static func required(
        _ name: String, _ path: any KeyPath<Root, Value> & Sendable, _ codec: Codec<Value>, _ documentation: String,
        emptyIsAbsent: Bool = false, isBodyOnly: Bool = false
    ) -> Field {
        Field(
            member: .init(name: name, schema: codec.schema, isRequired: true, documentation: documentation, isBodyOnly: isBodyOnly),
            read: { wire, rules in try codec.read(wire ?? .null, rules) },
            write: { codec.write($0[keyPath: path]) },
            isMandatory: true, emptyIsAbsent: emptyIsAbsent, isReadable: codec.isReadable)
    }

    /// A field that may be absent.
    /// - Parameters:
    ///   - emptyIsAbsent: whether empty text counts as absent.
    ///   - zeroIsAbsent: whether a zero counts as absent, see ``InputRules/removingAbsentZeros(_:_:)``.
    public static func optional<Wrapped>(
        _ name: String, _ path: any KeyPath<Root, Wrapped?> & Sendable, _ codec: Codec<Wrapped>, _ documentation: String,
        emptyIsAbsent: Bool = false, zeroIsAbsent: Bool = false
    ) -> Field where Value == Wrapped? {
        let member = ObjectSchema.Member(
            name: name, schema: codec.schema, isRequired: false, documentation: documentation, zeroIsAbsent: zeroIsAbsent)
        return lenient(member, path, codec, emptyIsAbsent: emptyIsAbsent)
    }

    /// A field that documents show as required, but whose absence is left to the operation's own rules.
    public static func declared<Wrapped>(
        _ name: String, _ path: any KeyPath<Root, Wrapped?> & Sendable, _ codec: Codec<Wrapped>, _ documentation: String
    ) -> Field where Value == Wrapped? {
        lenient(.init(name: name, schema: codec.schema, isRequired: true, documentation: documentation), path, codec, emptyIsAbsent: false)
    }

    private static func lenient<Wrapped>(
        _ member: ObjectSchema.Member, _ path: any KeyPath<Root, Wrapped?> & Sendable, _ codec: Codec<Wrapped>, emptyIsAbsent: Bool
    ) -> Field where Value == Wrapped? {
        Field(
            member: member,
            read: { wire, rules in try wire.map { try codec.read($0, rules) } },
            write: { root in root[keyPath: path].map(codec.write) },
            isMandatory: false, emptyIsAbsent: emptyIsAbsent, isReadable: codec.isReadable)
    }
}
