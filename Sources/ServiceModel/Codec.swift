/// Schema, decoding and encoding of one type of value.
///
/// Codecs are stored values: building one at each use costs more than using it.
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

    /// Reads a value.
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

    /// Writes a value; names are camelCase as declared, absent fields are left out.
    public func encode(_ value: Value) -> Wire {
        write(value)
    }

    /// The same object where a text may stand for it (contract: `customers.md` §2.1, region).
    /// - Parameter reading: what the text says.
    public func orText(_ reading: @escaping @Sendable (String) -> Value) -> Codec {
        Codec(schema: schema) { [read] wire, rules in
            if rules.acceptsTextForObjects, case .text(let text) = wire { return reading(text) }
            return try read(wire, rules)
        } write: { [write] value in
            write(value)
        }
    }

    /// A list of this; an object with the single member `item` is the same list.
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
