/// An object that clients send as a draft and read as what is there, with one schema for both.
///
/// Decoding sets the members of the draft, so members that were not sent keep what the draft begins with. Read-only members are
/// decoded as well, because a wrong type is an error in them too, and then dropped.
public struct EntityCodec<Draft: Sendable, Entity: Sendable>: Sendable {
    /// Reads drafts. Writes of a draft what it can hold.
    public let draft: Codec<Draft>
    /// Writes what is there. It cannot be decoded.
    public let entity: Codec<Entity>

    /// - Parameters:
    ///   - name: the name of the SOAP type.
    ///   - initial: the draft of a client that sends no member.
    ///   - fields: in documented order.
    ///   - ignored: fields that are known and dropped when sent, in camelCase.
    public init(
        _ name: String, _ initial: Draft, _ fields: [EntityField<Draft, Entity>], documentation: String,
        ignored: [String] = []
    ) {
        let schema = ObjectSchema(name: name, members: fields.map(\.member), documentation: documentation, ignored: ignored)
        draft = Codec(schema: .object(schema)) { wire, rules in
            let object = try Codec<Draft>.members(of: rules.content(wire, of: .object(schema)), schema: schema, rules: rules)
            var draft = initial
            for field in fields { try field.take(object, rules, &draft) }
            return draft
        } write: { draft in
            .object(WireObject(fields.compactMap { field in field.echo(draft).map { .init(name: field.member.name, value: $0) } }))
        }
        entity = Codec(schema: .object(schema), isReadable: false) { _, _ in
            throw DecodingProblem(fault: Fault(.internal, cause: "\(name) is only written"))
        } write: { entity in
            var object = WireObject()
            object.members.reserveCapacity(fields.count)
            for field in fields {
                if let wire = field.write(entity) { object.append(field.member.name, wire) }
            }
            return .object(object)
        }
    }
}

/// One member of an ``EntityCodec``: how it is declared, where the draft keeps it, and what is shown for it.
public struct EntityField<Draft: Sendable, Entity: Sendable>: Sendable {
    let member: ObjectSchema.Member
    let take: @Sendable (WireObject, InputRules, inout Draft) throws -> Void
    /// What the draft holds, as it would be sent.
    let echo: @Sendable (Draft) -> Wire?
    let write: @Sendable (Entity) -> Wire?

    /// A member that may be left out.
    /// - Parameters:
    ///   - path: where the draft keeps it.
    ///   - get: what is shown; `nil` shows nothing.
    public static func optional<Part: Sendable>(
        _ name: String, _ path: any WritableKeyPath<Draft, Part?> & Sendable, shown get: @escaping @Sendable (Entity) -> Part?,
        _ codec: Codec<Part>, _ documentation: String, emptyIsAbsent: Bool = false, zeroIsAbsent: Bool = false
    ) -> EntityField {
        EntityField(
            .optional(name, path, codec, documentation, emptyIsAbsent: emptyIsAbsent, zeroIsAbsent: zeroIsAbsent), path
        ) { get($0).map(codec.write) }
    }

    /// A member that documents show as required and whose absence the service itself judges.
    public static func declared<Part: Sendable>(
        _ name: String, _ path: any WritableKeyPath<Draft, Part?> & Sendable, shown get: @escaping @Sendable (Entity) -> Part?,
        _ codec: Codec<Part>, _ documentation: String
    ) -> EntityField {
        EntityField(.declared(name, path, codec, documentation), path) { get($0).map(codec.write) }
    }

    /// A list of entities, each of which is sent as a draft.
    public static func list<Inner, InnerEntity>(
        _ name: String, _ path: any WritableKeyPath<Draft, [Inner]?> & Sendable,
        shown get: @escaping @Sendable (Entity) -> [InnerEntity], _ codec: EntityCodec<Inner, InnerEntity>, _ documentation: String
    ) -> EntityField {
        let shown = codec.entity.list()
        return EntityField(.optional(name, path, codec.draft.list(), documentation), path) { shown.write(get($0)) }
    }

    /// A member that no client decides.
    public static func readOnly<Part: Sendable>(
        _ name: String, _ get: @escaping @Sendable (Entity) -> Part?, _ codec: Codec<Part>, _ documentation: String
    ) -> EntityField {
        let member = ObjectSchema.Member(
            name: name, schema: codec.schema, isRequired: false, documentation: documentation, isReadOnly: true)
        let field = Field<Draft, Part?>(
            member: member, read: { wire, rules in try wire.map { try codec.read($0, rules) } }, write: { _ in nil },
            isMandatory: false, emptyIsAbsent: false)
        return EntityField(
            member: member, take: { object, rules, _ in _ = try field.take(from: object, rules: rules) }, echo: { _ in nil },
            write: { get($0).map(codec.write) })
    }
}

extension EntityField {
    private init<Part>(
        _ field: Field<Draft, Part?>, _ path: any WritableKeyPath<Draft, Part?> & Sendable, write: @escaping @Sendable (Entity) -> Wire?
    ) {
        self.init(
            member: field.member, take: { object, rules, draft in draft[keyPath: path] = try field.take(from: object, rules: rules) },
            echo: field.write, write: write)
    }
}

extension Field {
    /// The value of a field that may be absent.
    fileprivate func take<Wrapped>(from object: WireObject, rules: InputRules) throws -> Wrapped? where Value == Wrapped? {
        var missing: [Fault] = []
        return try take(from: object, rules: rules, missing: &missing) ?? nil
    }
}
