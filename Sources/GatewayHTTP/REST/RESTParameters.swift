import ServiceModel

/// Puts body, query and path together (contract: `rest.md` §8).
enum RESTParameters {
    /// Path wins over query, query over body.
    /// - Throws: `input.secret-in-query`, `request.unprocessable`.
    static func merge(
        _ description: OperationDescription, body: WireObject, query: WireObject, path: [(name: String, value: String)]
    ) -> WireObject {
        var merged = body
        for member in query.members { put(member.name, member.value, into: &merged, description.input) }
        for (name, value) in path { put(name, .text(value), into: &merged, description.input) }
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

    /// A name replaces the same field under either spelling.
    private static func put(_ name: String, _ value: Wire, into object: inout WireObject, _ schema: ObjectSchema) {
        let member = schema.members.first { WireObject.same($0.name, name) || WireObject.same($0.snakeName, name) }
        guard let member else { return object.set(name, value) }
        object.members.removeAll { WireObject.same($0.name, member.name) || WireObject.same($0.name, member.snakeName) }
        object.append(member.name, value)
    }
}
