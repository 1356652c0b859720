import ServiceModel

/// Puts body, query and path together (contract: `rest.md` §8).
enum RESTParameters {
    /// Path wins over query, query over body.
    /// - Throws: `input.secret-in-query`, `request.unprocessable`.
    static func merge(
        _ description: OperationDescription, body: WireObject, query: WireObject, path: [(name: String, value: String)]
    ) -> WireObject {
        var merged = body
        for member in query.members { put(member.name, asSent(member, description.input), into: &merged, description.input) }
        for (name, value) in path {
            if let target = description.route?.targets[name] {
                fill(target[...], with: .text(value), in: &merged)
            } else {
                put(name, .text(value), into: &merged, description.input)
            }
        }
        return merged
    }

    /// Decodes captured segments once; `RESTAddress` has made sure that they can be.
    static func decoded(_ variables: [(name: String, value: String)]) -> [(name: String, value: String)] {
        variables.map { ($0.name, PercentEncoding.decode($0.value) ?? $0.value) }
    }

    /// Refuses names that must not stand in an address, in declaration order (D12).
    /// - Throws: `input.secret-in-query`.
    static func refuseSecrets(_ description: OperationDescription, in query: WireObject) throws(Fault) {
        guard description.route?.method.hasBody == true else { return }
        for member in description.input.members where keptOutOfQueries.contains(member.name) {
            guard query[member.name] == nil, query[member.snakeName] == nil else {
                throw Fault(.inputSecretInQuery, [.init("fieldName", .text(member.name))])
            }
        }
    }

    /// The names of the contract; everything declared as a secret belongs to them as well.
    private static let keptOutOfQueries: Set<String> = [
        "username", "password", "otp", "passcode", "publicKeyCredentialJson", "currentPassword", "newPassword", "resetToken",
        "passwordHash", "tfaToken",
    ]

    /// A query cannot say that an object is empty but by a name without a value.
    private static func asSent(_ member: WireObject.Member, _ schema: ObjectSchema) -> Wire {
        guard case .text("") = member.value,
            case .object? = schema.members.first(where: { $0.isNamed(member.name) })?.schema
        else { return member.value }
        return .object(WireObject())
    }

    /// Puts a value into an object that was sent, in place of what it has under either spelling; it never makes the object.
    private static func fill(_ target: ArraySlice<String>, with value: Wire, in object: inout WireObject) {
        guard let name = target.first else { return }
        let spellings = [name, FieldName.snakeCase(name)]
        guard target.count > 1 else {
            object.members.removeAll { member in spellings.contains { WireObject.same($0, member.name) } }
            return object.append(name, value)
        }
        for index in object.members.indices where spellings.contains(where: { WireObject.same($0, object.members[index].name) }) {
            guard case .object(var inner) = object.members[index].value else { continue }
            fill(target.dropFirst(), with: value, in: &inner)
            object.members[index].value = .object(inner)
        }
    }

    /// A name replaces the same field under either spelling.
    private static func put(_ name: String, _ value: Wire, into object: inout WireObject, _ schema: ObjectSchema) {
        let member = schema.members.first { $0.isNamed(name) }
        guard let member else { return object.set(name, value) }
        object.members.removeAll { WireObject.same($0.name, member.name) || WireObject.same($0.name, member.snakeName) }
        object.append(member.name, value)
    }
}

extension ObjectSchema.Member {
    /// Under either spelling.
    fileprivate func isNamed(_ name: String) -> Bool {
        WireObject.same(self.name, name) || WireObject.same(snakeName, name)
    }
}
