import Yams

/// A case of the data file: values for one operation, and what has to come back.
struct NamedCase: Sendable {
    enum Outcome: Sendable, Equatable {
        case success
        case fault(FaultCode?)
        case any
    }

    let name: String
    let operation: String
    let values: [String: DataValue]
    let outcome: Outcome
    let version: SOAPVersion?
    /// Texts that the response has to hold, by place.
    let expected: [String: DataValue]
    /// A part of the fault's text.
    let message: String?

    init(_ node: Node, _ reading: DataReading) throws(DataFileError) {
        guard let mapping = node.mapping, let operation = mapping["operation"]?.string else {
            throw DataFileError(node, "a case needs an operation")
        }
        var values: [String: DataValue] = [:]
        var outcome = Outcome.any
        var expected: [String: DataValue] = [:]
        var version: SOAPVersion?
        for (key, value) in mapping {
            switch key.string ?? "" {
            case "name", "operation", "message": break
            case "values": if case .object(let members) = try DataValue(value, reading) { values = members }
            case "soap": version = value.string.flatMap { SOAPVersion(rawValue: $0) }
            case "response": if case .object(let members) = try DataValue(value, reading) { expected = members }
            case "expect":
                switch value.string ?? "" {
                case "success": outcome = .success
                case "fault": outcome = .fault(nil)
                case "any": outcome = .any
                case let text:
                    guard let code = FaultCode(rawValue: text) else {
                        throw DataFileError(value, "expect is success, fault, any or a fault code")
                    }
                    outcome = .fault(code)
                }
            case let other: throw DataFileError(key, "there is no setting \(other) of a case")
            }
        }
        self.operation = operation
        self.values = values
        self.outcome = outcome
        self.expected = expected
        self.version = version
        name = mapping["name"]?.string ?? "case of \(operation)"
        message = mapping["message"]?.string
    }

    /// The smallest valid message with the values of the case; optional elements that it names are added.
    func applying(
        to base: Payload, schema: SchemaSet, _ input: ElementDeclaration, seed: UInt64, _ variables: Variables
    ) -> Payload {
        var generator = PayloadGenerator(schema: schema, form: .init(isFull: true), seed: seed, purpose: operation)
        let full = generator.payload(input)
        return Self.merged(base, full, values).applying(values, variables)
    }

    private static func merged(_ base: Payload, _ full: Payload, _ values: [String: DataValue]) -> Payload {
        var result = base
        result.children = full.children.compactMap { child in
            let name = child.name.local
            let members: [String: DataValue] = if case .object(let members)? = values[name] { members } else { [:] }
            if let own = base.children.first(where: { $0.name.local == name }) { return merged(own, child, members) }
            guard values[name] != nil else { return nil }
            return members.isEmpty ? child : merged(Payload.pruned(child), child, members)
        }
        return result
    }
}

extension Payload {
    /// Without the optional elements.
    fileprivate static func pruned(_ payload: Payload) -> Payload {
        var result = payload
        result.children = payload.children.filter { !$0.origin.occurrence.isOptional }.map(pruned)
        return result
    }
}
