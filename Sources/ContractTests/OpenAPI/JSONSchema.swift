/// Validates values against the schemas of an OpenAPI document and makes values for them: types, members, items, enumerations, bounds,
/// `allOf`, `oneOf`, `anyOf`.
struct JSONSchema: Sendable {
    private static let deepest = 24

    let document: OpenAPIDocument

    /// The types that a schema permits; empty for any. `nullable` is that of OpenAPI 3.0.
    func types(_ schema: JSONValue) -> Set<String> {
        var types = Set(schema["type"]?.string.map { [$0] } ?? schema["type"]?.array?.compactMap(\.string) ?? [])
        if schema["nullable"]?.bool == true, !types.isEmpty { types.insert("null") }
        return types
    }

    /// What is wrong with a value, at most one problem for each place.
    func problems(_ value: JSONValue, _ schema: JSONValue, at place: String = "$", depth: Int = 0) -> [String] {
        guard depth < Self.deepest else { return [] }
        let schema = document.resolve(schema)
        var problems: [String] = []
        let types = types(schema)
        if !types.isEmpty, !types.contains(where: { Self.isType(value, $0) }) {
            return ["\(place) is \(Self.name(value)) instead of \(types.sorted().joined(separator: " or "))"]
        }
        if let allowed = schema["enum"]?.array, !allowed.contains(value) { problems.append("\(place) is not in the enumeration") }
        if let constant = schema["const"], constant != value { problems.append("\(place) is not the constant") }
        switch value {
        case .object(let members): problems += self.members(members, schema, place, depth)
        case .array(let items):
            if let item = schema["items"] {
                for (index, value) in items.enumerated().prefix(100) {
                    problems += self.problems(value, item, at: "\(place)[\(index)]", depth: depth + 1)
                }
            }
            if let least = schema["minItems"]?.integer, items.count < least { problems.append("\(place) has too few items") }
            if let most = schema["maxItems"]?.integer, items.count > most { problems.append("\(place) has too many items") }
        case .string(let text):
            if let least = schema["minLength"]?.integer, text.count < least { problems.append("\(place) is too short") }
            if let most = schema["maxLength"]?.integer, text.count > most { problems.append("\(place) is too long") }
        case .integer, .number: problems += numbers(value.number ?? 0, schema, place)
        case .null, .bool: break
        }
        for part in schema["allOf"]?.array ?? [] { problems += self.problems(value, part, at: place, depth: depth + 1) }
        if let choices = schema["anyOf"]?.array ?? schema["oneOf"]?.array, !choices.isEmpty,
            !choices.contains(where: { self.problems(value, $0, at: place, depth: depth + 1).isEmpty })
        {
            problems.append("\(place) fits none of the alternatives")
        }
        return problems
    }

    private func members(_ members: [String: JSONValue], _ schema: JSONValue, _ place: String, _ depth: Int) -> [String] {
        var problems: [String] = []
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where members[name] == nil {
            problems.append("\(place).\(name) is missing")
        }
        let properties = schema["properties"]?.object ?? [:]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let property = properties[name] {
                problems += self.problems(value, property, at: "\(place).\(name)", depth: depth + 1)
            } else if schema["additionalProperties"] == .bool(false) {
                problems.append("\(place).\(name) is not declared")
            } else if let further = schema["additionalProperties"], further.object != nil {
                problems += self.problems(value, further, at: "\(place).\(name)", depth: depth + 1)
            }
        }
        return problems
    }

    private func numbers(_ value: Double, _ schema: JSONValue, _ place: String) -> [String] {
        var problems: [String] = []
        if let least = schema["minimum"]?.number, value < least { problems.append("\(place) is below the minimum") }
        if let most = schema["maximum"]?.number, value > most { problems.append("\(place) is above the maximum") }
        if schema["format"]?.string == "int32", abs(value) > 2_147_483_648 { problems.append("\(place) is no int32") }
        return problems
    }

    private static func isType(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"), (.number, "number"), (.string, "string"),
            (.array, "array"), (.object, "object"):
            true
        case (.number(let number), "integer"): number == number.rounded()
        default: false
        }
    }

    private static func name(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    // MARK: Values

    /// A value that the schema permits, with all optional members if it is to be full.
    func sample(_ schema: JSONValue, isFull: Bool, _ random: inout SeededGenerator, depth: Int = 0) -> JSONValue {
        let schema = document.resolve(schema)
        guard depth < 8 else { return .null }
        if let example = schema["const"] ?? schema["enum"]?.array?.first ?? schema["example"] ?? schema["default"] { return example }
        if let parts = schema["allOf"]?.array {
            return parts.reduce(JSONValue.object([:])) { merged, part in
                guard case .object(let members) = merged, case .object(let more) = sample(part, isFull: isFull, &random, depth: depth + 1)
                else {
                    return merged
                }
                return .object(members.merging(more) { $1 })
            }
        }
        if let first = (schema["oneOf"] ?? schema["anyOf"])?.array?.first {
            return sample(first, isFull: isFull, &random, depth: depth + 1)
        }
        let type = types(schema).subtracting(["null"]).sorted().first ?? (schema["properties"] != nil ? "object" : "string")
        switch type {
        case "boolean": return .bool(true)
        case "integer": return .integer(Int64(schema["minimum"]?.number ?? 1))
        case "number": return .number(schema["minimum"]?.number ?? 1.5)
        case "array":
            let count = max(schema["minItems"]?.integer ?? 0, isFull && depth < 5 ? 1 : 0)
            return .array(
                (0..<min(count, 20)).map { _ in sample(schema["items"] ?? .object([:]), isFull: isFull, &random, depth: depth + 1) })
        case "object":
            let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
            var members: [String: JSONValue] = [:]
            for (name, property) in (schema["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key })
            where isFull || required.contains(name) {
                members[name] = sample(property, isFull: isFull, &random, depth: depth + 1)
            }
            return .object(members)
        default: return .string(text(schema, &random))
        }
    }

    private func text(_ schema: JSONValue, _ random: inout SeededGenerator) -> String {
        switch schema["format"]?.string {
        case "email": return "a\(random.next() % 100_000)@example.test"
        case "date-time": return "2024-02-29T12:30:00Z"
        case "date": return "2024-02-29"
        case "uri": return "http://example.test/a"
        case "uuid": return "00000000-0000-4000-8000-000000000001"
        default: break
        }
        if let pattern = schema["pattern"]?.string, let sample = PatternSampler.sample(pattern.filter { $0 != "^" && $0 != "$" }) {
            return sample
        }
        let count = min(max(schema["minLength"]?.integer ?? 4, 1), schema["maxLength"]?.integer ?? 500, 500)
        return String((0..<count).map { _ in "abcdefghij".randomElement(using: &random) ?? "a" })
    }
}
