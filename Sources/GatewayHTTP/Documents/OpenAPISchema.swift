internal import ServiceModel

/// Maps schemas to OpenAPI 3.1: JSON Schema with the `xml` keyword.
struct OpenAPISchema: Sendable {
    private let types: DataTypes

    init(_ types: DataTypes) {
        self.types = types
    }

    /// The data types under their SOAP names.
    var components: [WireObject.Member] {
        types.types.map { type in
            var schema = object(type.members, named: \.snakeName, isRequestOnly: types.isRequestOnly(type))
            schema.describe(type.documentation)
            return .init(name: type.name, value: .object(schema))
        }
    }

    /// - Parameters:
    ///   - spelling: the fields of a body have their declared names, those of data types have snake_case.
    ///   - isRequestOnly: whether the object occurs in requests only.
    func object(
        _ members: [ObjectSchema.Member], named spelling: (ObjectSchema.Member) -> String, isRequestOnly: Bool
    ) -> WireObject {
        var object = WireObject()
        object.append("type", "object")
        let required = members.filter(\.isRequired).map { Wire.text(spelling($0)) }
        if !required.isEmpty { object.append("required", .list(required)) }
        let properties = members.map { member in
            var schema = schema(of: member.schema, isRequestOnly: isRequestOnly)
            schema.describe(member.documentation)
            return WireObject.Member(name: spelling(member), value: .object(schema))
        }
        if !properties.isEmpty { object.append("properties", .object(WireObject(properties))) }
        return object
    }

    /// The keywords of a schema; at least one.
    func schema(of schema: Schema, isRequestOnly: Bool) -> WireObject {
        switch schema {
        case .string: return type("string")
        case .secret:
            var secret = type("string")
            secret.append("format", "password")
            if isRequestOnly { secret.append("writeOnly", true) }
            return secret
        case .int:
            var int = type("integer")
            int.append("format", "int32")
            return int
        case .boolean: return type("boolean")
        case .float: return type("number")
        case .mixed: return WireObject([.init(name: "description", value: "Any value.")])
        case .list(let element):
            var items = self.schema(of: element, isRequestOnly: isRequestOnly)
            items.set("xml", Self.isList(element) ? ["name": "item", "wrapped": true] : ["name": "item"])
            var list = type("array")
            list.append("items", .object(items))
            list.append("xml", ["wrapped": true])
            return list
        case .object(let object):
            return WireObject([.init(name: "$ref", value: .text("#/components/schemas/" + object.name))])
        }
    }

    static func isList(_ schema: Schema) -> Bool {
        if case .list = schema { true } else { false }
    }

    private func type(_ name: String) -> WireObject {
        WireObject([.init(name: "type", value: .text(name))])
    }
}
