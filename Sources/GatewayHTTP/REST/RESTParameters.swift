import ServiceModel

/// Merges body, query and path into the parameters of an operation (contract: `rest.md` §8).
enum RESTParameters {
    /// The path takes precedence over the query, and the query over the body. Zeros that count as absent are removed before the path is
    /// merged, so that a zero in the path is kept.
    static func merge(
        _ description: OperationDescription, body: WireObject, query: WireObject, path: [(name: String, value: String)]
    ) -> WireObject {
        var merged = body
        let hasNoBody = description.route?.method.hasBody == false
        for member in query.members {
            put(member.name, hasNoBody ? queryValue(member, description.input) : member.value, into: &merged, description.input)
        }
        merged = InputRules.rest.removingAbsentZeros(merged, description.input)
        for (name, value) in path {
            if let target = description.route?.targets[name] {
                fill(target[...], with: .text(value), in: &merged)
            } else {
                put(name, .text(value), into: &merged, description.input)
            }
        }
        return merged
    }

    /// Decodes path variables. ``RESTPath`` has verified that decoding succeeds.
    static func decoded(_ variables: [(name: String, value: String)]) -> [(name: String, value: String)] {
        variables.map { ($0.name, PercentEncoding.decode($0.value) ?? $0.value) }
    }

    /// Refuses parameters in the query that are declared for the body alone (D12).
    /// - Throws: `input.secret-in-query` for the first one in declaration order.
    static func refuseBodyOnly(_ description: OperationDescription, in query: WireObject) throws(Fault) {
        guard description.route?.method.hasBody == true else { return }
        for member in description.input.members where member.isBodyOnly {
            guard query[member.name] == nil, query[member.snakeName] == nil else {
                throw Fault(.inputSecretInQuery, [.init("fieldName", .text(member.name))])
            }
        }
    }

    /// In operations without a body, a scalar or a list of scalars in place of an object is the empty object: `searchCriteria=`,
    /// `searchCriteria=all`, `searchCriteria[]=`.
    private static func queryValue(_ member: WireObject.Member, _ schema: ObjectSchema) -> Wire {
        guard case .object? = schema.members.first(where: { $0.isNamed(member.name) })?.schema else { return member.value }
        switch member.value {
        case .text: return .object(WireObject())
        case .list(let items) where items.allSatisfy(isScalar): return .object(WireObject())
        default: return member.value
        }
    }

    private static func isScalar(_ wire: Wire) -> Bool {
        switch wire {
        case .list, .object: false
        default: true
        }
    }

    /// Sets a value inside an object that was sent, replacing both spellings of its name. Objects that were not sent are not created.
    private static func fill(_ target: ArraySlice<String>, with value: Wire, in object: inout WireObject) {
        guard let name = target.first else { return }
        let spellings = [name, FieldName.snakeCase(name)]
        guard target.count > 1 else {
            object.members.removeAll { member in spellings.contains { $0.utf8Equals(member.name) } }
            return object.append(name, value)
        }
        for index in object.members.indices where spellings.contains(where: { $0.utf8Equals(object.members[index].name) }) {
            var inner = WireObject()
            switch object.members[index].value {
            case .object(let sent): inner = sent
            // PHP serializes an empty object as an empty list.
            case .list(let items) where items.isEmpty: break
            default: continue
            }
            fill(target.dropFirst(), with: value, in: &inner)
            object.members[index].value = .object(inner)
        }
    }

    /// Sets a field, replacing both spellings of its name.
    private static func put(_ name: String, _ value: Wire, into object: inout WireObject, _ schema: ObjectSchema) {
        let member = schema.members.first { $0.isNamed(name) }
        guard let member else { return object.set(name, value) }
        object.members.removeAll { $0.name.utf8Equals(member.name) || $0.name.utf8Equals(member.snakeName) }
        object.append(member.name, value)
    }
}

extension ObjectSchema.Member {
    /// Whether the name is one of the two spellings.
    fileprivate func isNamed(_ name: String) -> Bool {
        self.name.utf8Equals(name) || snakeName.utf8Equals(name)
    }
}
