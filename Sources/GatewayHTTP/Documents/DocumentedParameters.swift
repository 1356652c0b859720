internal import ServiceModel

/// The sources of the REST parameters of an operation, for both schema documents (contract: `rest.md` §8, §15). Forced parameters are
/// omitted, because values that clients send for them are ignored.
struct DocumentedParameters: Sendable {
    /// A parameter in the URL.
    struct Parameter: Sendable {
        enum Location: String, Sendable {
            case path, query
        }

        /// The name in the URL: `customerId`, `searchCriteria[pageSize]`.
        let name: String
        let location: Location
        /// Never a list nor an object.
        let schema: Schema
        let isRequired: Bool
        let documentation: String
    }

    /// The path parameters, followed by the query parameters of an operation without a body.
    let url: [Parameter]
    /// The fields of the body.
    let body: [ObjectSchema.Member]

    /// `nil` if the operation has no REST route.
    init?(of operation: OperationDescription) {
        guard let route = operation.route else { return nil }
        let path = route.variables.map { name in
            let member = operation.input.member(at: (route.targets[name] ?? [name])[...])
            return Parameter(
                name: name, location: .path, schema: member?.schema ?? .string, isRequired: true,
                documentation: member?.documentation ?? "")
        }
        let rest = operation.input.members.filter { !operation.forces($0.name) && !route.variables.contains($0.name) }
        body = route.method.hasBody ? rest : []
        let query = route.method.hasBody ? [] : rest.flatMap { Self.query($0.name, $0, isRequired: $0.isRequired) }
        url = path + query
    }

    var isEmpty: Bool { url.isEmpty && body.isEmpty }

    /// The scalars below a member under their bracketed names. The first element represents a list.
    private static func query(_ name: String, _ member: ObjectSchema.Member, isRequired: Bool) -> [Parameter] {
        query(name, member.schema, isRequired: isRequired, documentation: member.documentation)
    }

    private static func query(_ name: String, _ schema: Schema, isRequired: Bool, documentation: String) -> [Parameter] {
        switch schema {
        case .list(let element): query(name + "[0]", element, isRequired: false, documentation: documentation)
        case .object(let object): object.members.flatMap { query("\(name)[\($0.name)]", $0, isRequired: isRequired && $0.isRequired) }
        case .string, .secret, .int, .boolean, .float, .mixed:
            [Parameter(name: name, location: .query, schema: schema, isRequired: isRequired, documentation: documentation)]
        }
    }
}

extension ObjectSchema {
    /// The member at a path of names.
    fileprivate func member(at path: ArraySlice<String>) -> Member? {
        guard let found = path.first.flatMap({ member(named: $0) }) else { return nil }
        guard path.count > 1 else { return found }
        guard case .object(let inner) = found.schema else { return nil }
        return inner.member(at: path.dropFirst())
    }
}

extension Route {
    /// `/V1/customers/{customerId}`.
    var template: String {
        segments.map { segment in
            switch segment {
            case .literal(let text): "/" + text
            case .variable(let name): "/{\(name)}"
            }
        }.joined()
    }

    /// Method and path, each segment capitalized and without hyphens, as Magento names operations:
    /// `PostV1IntegrationAdminToken`, `GetV1CustomersCustomerId` (contract: `rest.md` §15).
    var operationID: String {
        segments.reduce(into: FieldName.raisingFirst(method.rawValue.lowercased())) { name, segment in
            switch segment {
            case .literal(let text), .variable(let text):
                name += FieldName.raisingFirst(text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
            }
        }
    }
}
