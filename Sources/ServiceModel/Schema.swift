/// The shape of a value as documents need it: WSDL types, Swagger and OpenAPI schemas are functions of this.
public indirect enum Schema: Sendable {
    case string
    /// Text that must not appear in any log, error or example.
    case secret
    /// A signed 32-bit integer.
    case int
    case boolean
    case float
    /// Anything, unchanged.
    case mixed
    case list(Schema)
    case object(ObjectSchema)

    public var isSecret: Bool {
        if case .secret = self { true } else { false }
    }

    fileprivate var hasVoidZeros: Bool {
        switch self {
        case .object(let object): object.hasVoidZeros
        case .list(let element): element.hasVoidZeros
        case .string, .secret, .int, .boolean, .float, .mixed: false
        }
    }

    /// The name that `input.type` shows (contract: `rest.md` §8).
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

/// A named object: a message or a data type.
public final class ObjectSchema: Sendable {
    /// The name of the SOAP type (`CustomerDataCustomerInterface`); messages are named after their operation instead.
    public let name: String
    public let members: [Member]
    public let documentation: String
    /// Fields of the declared type that are known and ignored when sent (`custom_attributes`), in camelCase.
    public let ignored: [String]

    /// Unknown fields are dropped instead of refused.
    public let allowsUnknown: Bool

    /// Whether a zero is as good as nothing for a member here or further in.
    let hasVoidZeros: Bool

    public init(
        name: String, members: [Member], documentation: String = "", ignored: [String] = [], allowsUnknown: Bool = false
    ) {
        self.name = name
        self.members = members
        self.documentation = documentation
        self.ignored = ignored
        self.allowsUnknown = allowsUnknown
        hasVoidZeros = members.contains { $0.zeroIsAbsent || $0.schema.hasVoidZeros }
    }

    /// One field of an object.
    public struct Member: Sendable {
        /// camelCase, as declared.
        public let name: String
        /// The same name as REST writes it.
        public let snakeName: String
        public let schema: Schema
        /// Shown as required in documents (`minOccurs="1"`).
        public let isRequired: Bool
        public let documentation: String
        /// A zero is as good as nothing: typed clients send it for what they leave out.
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

/// The two spellings of a field name.
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

    /// A name as `input.unknown-field` shows it: each `_`-separated part capitalised and joined (`first_name` → `FirstName`).
    public static func capitalised(_ name: String) -> String {
        name.split(separator: "_").map(raisingFirst).joined()
    }

    /// `createAdminAccessToken` → `CreateAdminAccessToken`.
    public static func raisingFirst(_ name: some StringProtocol) -> String {
        name.prefix(1).uppercased() + name.dropFirst()
    }
}
