/// Schema, decoding and encoding of one type of value.
///
/// Store codecs in constants: building one costs more than using it.
public struct Codec<Value>: Sendable {
    public let schema: Schema
    let read: @Sendable (Wire, InputRules) throws -> Value
    let write: @Sendable (Value) -> Wire
    /// Whether decoding what is written gives the value; an ``EntityCodec`` shows what cannot be read back.
    let isReadable: Bool

    init(
        schema: Schema, isReadable: Bool = true,
        read: @escaping @Sendable (Wire, InputRules) throws -> Value,
        write: @escaping @Sendable (Value) -> Wire
    ) {
        self.schema = schema
        self.isReadable = isReadable
        self.read = read
        self.write = write
    }

    /// Decodes a value.
    /// - Throws: `input.type`, `input.nested`, `input.required`, `input.several`, `input.unknown-field`.
    public func decode(_ wire: Wire, rules: InputRules) throws(Fault) -> Value {
        do {
            return try read(wire, rules)
        } catch let problem as DecodingProblem {
            throw problem.reported
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(.internal)
        }
    }

    /// Encodes a value. Names are camelCase as declared; absent fields are omitted.
    public func encode(_ value: Value) -> Wire {
        write(value)
    }

    /// The same codec, which also accepts a text where `rules` allow one for an object (contract: `customers.md` §2.1, region).
    /// - Parameter reading: makes the value from the text.
    public func orText(_ reading: @escaping @Sendable (String) -> Value) -> Codec {
        Codec(schema: schema) { [read] wire, rules in
            if rules.acceptsTextForObjects, case .text(let text) = wire { return reading(text) }
            return try read(wire, rules)
        } write: { [write] value in
            write(value)
        }
    }

    /// A list of this value. An object with the single member `item` is read as a list, too.
    public func list() -> Codec<[Value]> {
        let element = self
        return Codec<[Value]>(schema: .list(schema), isReadable: isReadable) { wire, rules in
            let wire = rules.content(wire, of: .list(element.schema))
            let items: [Wire]
            switch wire {
            case .list(let list): items = list
            case .object(let object) where object.members.isEmpty: items = []
            case .object(let object):
                guard object.members.count == 1, let item = object["item"] else {
                    throw DecodingProblem.type(wire, .list(element.schema))
                }
                if case .list(let list) = item { items = list } else { items = [item] }
            case .text("") where rules.emptyTextIsAbsent: items = []
            default: throw DecodingProblem.type(wire, .list(element.schema))
            }
            return try items.map { try element.read($0, rules) }
        } write: { values in
            .list(values.map(element.write))
        }
    }
}

/// Why a value could not be decoded, and the path to it, outermost field first.
struct DecodingProblem: Error {
    var fault: Fault
    var path: [String] = []

    func inside(_ field: String) -> DecodingProblem {
        DecodingProblem(fault: fault, path: [field] + path)
    }

    /// The fault as a client receives it: `input.type` in a nested field is wrapped once, with the field's path (contract: `rest.md` §8).
    var reported: Fault {
        guard path.count > 1, fault.message == .inputType else { return fault }
        return Fault(.inputNested, [.init(.text(path.joined(separator: "."))), .init(fault)])
    }

    static func type(_ value: Wire, _ schema: Schema) -> DecodingProblem {
        let shown: Wire =
            switch value {
            case .list, .object: "array"
            case _ where schema.isSecret: "***"
            default: value
            }
        return DecodingProblem(fault: Fault(.inputType, [.init(shown), .init(.text(schema.typeName))]))
    }
}
