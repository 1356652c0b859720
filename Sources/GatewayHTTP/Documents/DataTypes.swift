internal import ServiceModel

/// The data types in the REST bodies of some operations, each once, after the types that it refers to.
struct DataTypes: Sendable {
    private(set) var types: [ObjectSchema] = []
    /// The names of the types that responses contain.
    private var responseTypes: Set<String> = []
    private var known: Set<String> = []

    init(of services: [DocumentedService]) {
        for operation in services.flatMap(\.operations) {
            for member in DocumentedParameters(of: operation)?.body ?? [] { add(member.schema, inResponse: false) }
            if operation.route != nil, let output = operation.output { add(output, inResponse: true) }
        }
    }

    /// Whether the type occurs in requests only, so that its secrets are write-only.
    func isRequestOnly(_ type: ObjectSchema) -> Bool {
        !responseTypes.contains(type.name)
    }

    private mutating func add(_ schema: Schema, inResponse: Bool) {
        switch schema {
        case .list(let element): add(element, inResponse: inResponse)
        case .object(let object):
            let isNew = known.insert(object.name).inserted
            let isNewInResponse = inResponse && responseTypes.insert(object.name).inserted
            guard isNew || isNewInResponse else { return }
            for member in object.members { add(member.schema, inResponse: inResponse) }
            if isNew { types.append(object) }
        case .string, .secret, .int, .boolean, .float, .mixed: break
        }
    }
}
