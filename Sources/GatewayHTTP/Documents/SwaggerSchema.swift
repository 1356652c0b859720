internal import ServiceModel

/// Maps schemas to Swagger 2.0 (contract: `rest.md` §15).
enum SwaggerSchema {
    enum Location: Sendable {
        /// A parameter in path or query, which must have a type.
        case url
        case body
    }

    /// `customer-data-customer-interface` for `CustomerDataCustomerInterface`.
    static func name(of type: ObjectSchema) -> String {
        type.name.reduce(into: "") { name, character in
            name += (character.isUppercase && !name.isEmpty ? "-" : "") + character.lowercased()
        }
    }

    /// The keywords of a schema; at least one.
    static func members(of schema: Schema, in location: Location) -> [WireObject.Member] {
        switch schema {
        case .string: [type("string")]
        case .secret: [type("string"), .init(name: "format", value: "password")]
        case .int: [type("integer"), .init(name: "format", value: "int32")]
        case .boolean: [type("boolean")]
        case .float: [type("number")]
        case .mixed: location == .url ? [type("string")] : [.init(name: "description", value: "Any value")]
        case .list(let element): [type("array"), .init(name: "items", value: wire(of: element))]
        case .object(let object): [.init(name: "$ref", value: .text("#/definitions/" + name(of: object)))]
        }
    }

    static func wire(of schema: Schema) -> Wire {
        .object(WireObject(members(of: schema, in: .body)))
    }

    /// - Parameter spelling: the fields of a body have their declared names, those of data types have snake_case.
    static func object(_ members: [ObjectSchema.Member], named spelling: (ObjectSchema.Member) -> String) -> WireObject {
        var object = WireObject()
        let required = members.filter(\.isRequired).map { Wire.text(spelling($0)) }
        // `required` must not be an empty list.
        if !required.isEmpty { object.append("required", .list(required)) }
        if !members.isEmpty { object.append("properties", properties(members, named: spelling)) }
        object.append("type", "object")
        return object
    }

    private static func properties(_ members: [ObjectSchema.Member], named spelling: (ObjectSchema.Member) -> String) -> Wire {
        .object(
            WireObject(
                members.map { member in
                    var schema = WireObject(Self.members(of: member.schema, in: .body))
                    // Swagger 2.0 ignores keywords next to a reference.
                    if schema["$ref"] == nil { schema.describe(member.documentation) }
                    return .init(name: spelling(member), value: .object(schema))
                }))
    }

    private static func type(_ name: String) -> WireObject.Member {
        .init(name: "type", value: .text(name))
    }
}
