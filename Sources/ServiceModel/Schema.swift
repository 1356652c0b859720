/// The shape of a value. WSDL types, Swagger and OpenAPI schemas are derived from it.
public indirect enum Schema: Sendable {
    case string
    /// Text that must not appear in logs, errors or examples.
    case secret
    /// A signed 32-bit integer.
    case int
    case boolean
    case float
    /// Any value, unchanged.
    case mixed
    case list(Schema)
    case object(ObjectSchema)

    public var isSecret: Bool {
        if case .secret = self { true } else { false }
    }

    fileprivate var hasAbsentZeros: Bool {
        switch self {
        case .object(let object): object.hasAbsentZeros
        case .list(let element): element.hasAbsentZeros
        case .string, .secret, .int, .boolean, .float, .mixed: false
        }
    }

    /// The type name in the text of `input.type` (contract: `rest.md` §8).
    public var typeName: String {
        switch self {
        case .string, .secret: "string"
        case .int: "int"
        case .boolean: "boolean"
        case .float: "float"
        case .mixed: "mixed"
        case .list(let element): element.typeName + "[]"
        case .object: "object"
        }
    }
}

/// An object: the message of an operation, or a data type.
public final class ObjectSchema: Sendable {
    /// The name of the SOAP type (`CustomerDataCustomerInterface`); empty for messages, which are named after their operation.
    public let name: String
    public let members: [Member]
    public let documentation: String
    /// camelCase names of fields that are accepted and dropped (`custom_attributes`).
    public let ignored: [String]

    /// Whether unknown fields are dropped instead of refused.
    public let allowsUnknown: Bool

    /// Whether ``Member/zeroIsAbsent`` applies to a member at any level.
    let hasAbsentZeros: Bool

    public init(
        name: String, members: [Member], documentation: String = "", ignored: [String] = [], allowsUnknown: Bool = false
    ) {
        self.name = name
        self.members = members
        self.documentation = documentation
        self.ignored = ignored
        self.allowsUnknown = allowsUnknown
        hasAbsentZeros = members.contains { $0.zeroIsAbsent || $0.schema.hasAbsentZeros }
    }

    /// One field of an object.
    public struct Member: Sendable {
        /// The declared name, in camelCase.
        public let name: String
        /// The name in REST.
        public let snakeName: String
        public let schema: Schema
        /// Whether documents show the field as required (`minOccurs="1"`).
        public let isRequired: Bool
        public let documentation: String
        /// Whether a zero counts as absent: statically typed clients send 0 for fields that they leave out.
        public let zeroIsAbsent: Bool
        /// Operations with a body refuse it in the query, because addresses are logged. Always true for secrets.
        public let isBodyOnly: Bool
        /// Clients that send it change nothing.
        public let isReadOnly: Bool

        public init(
            name: String, schema: Schema, isRequired: Bool, documentation: String, zeroIsAbsent: Bool = false,
            isBodyOnly: Bool = false, isReadOnly: Bool = false
        ) {
            self.name = name
            self.snakeName = FieldName.snakeCase(name)
            self.schema = schema
            self.isRequired = isRequired
            self.documentation = documentation
            self.zeroIsAbsent = zeroIsAbsent
            self.isBodyOnly = isBodyOnly || schema.isSecret
            self.isReadOnly = isReadOnly
        }
    }

    public func member(named name: String) -> Member? {
        members.first { $0.name.utf8Equals(name) }
    }
}

/// Spellings of a field name.
public enum FieldName {
    /// `defaultBilling` → `default_billing`.
    public static func snakeCase(_ name: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(name.utf8.count + 4)
        for byte in name.utf8 {
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
                result.append(UInt8(ascii: "_"))
                result.append(byte | 0x20)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The spelling in `input.unknown-field`: each `_`-separated part capitalised and joined (`first_name` → `FirstName`).
    public static func capitalised(_ name: String) -> String {
        name.split(separator: "_").map(raisingFirst).joined()
    }

    /// `createAdminAccessToken` → `CreateAdminAccessToken`.
    public static func raisingFirst(_ name: some StringProtocol) -> String {
        name.prefix(1).uppercased() + name.dropFirst()
    }
}
