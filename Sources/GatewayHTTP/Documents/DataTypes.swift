internal import ServiceModel

/// The data types that some operations use in REST bodies, each once, those it needs before it.
struct DataTypes: Sendable {
    private(set) var types: [ObjectSchema] = []
    /// Names of the types that answers contain.
    private var answered: Set<String> = []
    private var known: Set<String> = []

    init(of services: [DocumentedService]) {
        for operation in services.flatMap(\.operations) {
            for member in DocumentedParameters(of: operation)?.body ?? [] { add(member.schema, inAnswer: false) }
            if operation.route != nil, let output = operation.output { add(output, inAnswer: true) }
        }
    }

    /// Whether clients only ever send this type, so that its secrets are never read back.
    func isOnlySent(_ type: ObjectSchema) -> Bool {
        !answered.contains(type.name)
    }

    private mutating func add(_ schema: Schema, inAnswer: Bool) {
        switch schema {
        case .list(let element): add(element, inAnswer: inAnswer)
        case .object(let object):
            let isNew = known.insert(object.name).inserted
            let isNewInAnswer = inAnswer && answered.insert(object.name).inserted
            guard isNew || isNewInAnswer else { return }
            for member in object.members { add(member.schema, inAnswer: inAnswer) }
            if isNew { types.append(object) }
        case .string, .secret, .int, .boolean, .float, .mixed: break
        }
    }
}
