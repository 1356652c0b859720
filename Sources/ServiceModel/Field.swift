/// One field of an object: its place in the documents, how it is read, how it is written.
public struct Field<Root, Value>: Sendable {
    public let member: ObjectSchema.Member
    let read: @Sendable (Wire?, InputRules) throws -> Value
    let write: @Sendable (Root) -> Wire?
    /// Absence is an error.
    let mustBePresent: Bool
    /// Empty text counts as absent.
    let emptyIsAbsent: Bool

    /// The value, or `nil` after noting what is missing.
    func take(from object: WireObject, rules: InputRules, missing: inout [Fault]) throws -> Value? {
        var wire = rules.value(of: member, in: object)
        if emptyIsAbsent, let sent = wire, Scalar.text(sent) == "" { wire = nil }
        if wire == nil, mustBePresent {
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
    /// A field that must be sent; absent is `input.required`.
    /// - Parameter emptyIsAbsent: empty text is as good as nothing.
    public static func required(
        _ name: String, _ path: any KeyPath<Root, Value> & Sendable, _ codec: Codec<Value>, _ documentation: String,
        emptyIsAbsent: Bool = false
    ) -> Field {
        Field(
            member: .init(name: name, schema: codec.schema, isRequired: true, documentation: documentation),
            read: { wire, rules in try codec.read(wire ?? .null, rules) },
            write: { codec.write($0[keyPath: path]) },
            mustBePresent: true, emptyIsAbsent: emptyIsAbsent)
    }

    /// A field that may be left out.
    public static func optional<Wrapped>(
        _ name: String, _ path: any KeyPath<Root, Wrapped?> & Sendable, _ codec: Codec<Wrapped>, _ documentation: String
    ) -> Field where Value == Wrapped? {
        lenient(name, path, codec, documentation, isRequired: false)
    }

    /// A field that documents show as required and whose absence the service itself judges.
    public static func declared<Wrapped>(
        _ name: String, _ path: any KeyPath<Root, Wrapped?> & Sendable, _ codec: Codec<Wrapped>, _ documentation: String
    ) -> Field where Value == Wrapped? {
        lenient(name, path, codec, documentation, isRequired: true)
    }

    private static func lenient<Wrapped>(
        _ name: String, _ path: any KeyPath<Root, Wrapped?> & Sendable, _ codec: Codec<Wrapped>, _ documentation: String, isRequired: Bool
    ) -> Field where Value == Wrapped? {
        Field(
            member: .init(name: name, schema: codec.schema, isRequired: isRequired, documentation: documentation),
            read: { wire, rules in try wire.map { try codec.read($0, rules) } },
            write: { root in root[keyPath: path].map(codec.write) },
            mustBePresent: false, emptyIsAbsent: false)
    }
}
