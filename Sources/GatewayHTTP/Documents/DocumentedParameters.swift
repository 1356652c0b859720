internal import ServiceModel

/// Where REST takes the parameters of an operation from, as both schema documents tell it (contract: `rest.md` §8, §15).
///
/// Forced parameters are absent: whatever a client sends for them is dropped.
struct DocumentedParameters: Sendable {
    /// A parameter in the address.
    struct Parameter: Sendable {
        enum Place: String, Sendable {
            case path, query
        }

        /// As it stands in the address: `customerId`, `searchCriteria[pageSize]`.
        let name: String
        let place: Place
        /// Never a list nor an object.
        let schema: Schema
        let isRequired: Bool
        let documentation: String
    }

    /// Path first, then query; a query only where there is no body.
    let address: [Parameter]
    /// The fields of the body.
    let body: [ObjectSchema.Member]

    /// `nil` when REST does not offer the operation.
    init?(of operation: OperationDescription) {
        guard let route = operation.route else { return nil }
        let path = route.variables.map { name in
            let member = operation.input.member(at: (route.targets[name] ?? [name])[...])
            return Parameter(
                name: name, place: .path, schema: member?.schema ?? .string, isRequired: true,
                documentation: member?.documentation ?? "")
        }
        let rest = operation.input.members.filter { !operation.forces($0.name) && !route.variables.contains($0.name) }
        body = route.method.hasBody ? rest : []
        let query = route.method.hasBody ? [] : rest.flatMap { Self.query($0.name, $0, isRequired: $0.isRequired) }
        address = path + query
    }

    var isEmpty: Bool { address.isEmpty && body.isEmpty }

    /// The scalars below a member under their bracketed names; of lists the first entry stands for all.
    private static func query(_ name: String, _ member: ObjectSchema.Member, isRequired: Bool) -> [Parameter] {
        query(name, member.schema, isRequired: isRequired, documentation: member.documentation)
    }

    private static func query(_ name: String, _ schema: Schema, isRequired: Bool, documentation: String) -> [Parameter] {
        switch schema {
        case .list(let element): query(name + "[0]", element, isRequired: false, documentation: documentation)
        case .object(let object): object.members.flatMap { query("\(name)[\($0.name)]", $0, isRequired: isRequired && $0.isRequired) }
        case .string, .secret, .int, .boolean, .float, .mixed:
            [Parameter(name: name, place: .query, schema: schema, isRequired: isRequired, documentation: documentation)]
        }
    }
}

extension ObjectSchema {
    /// The member that these names lead to, from this object downwards.
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

    /// Method and path, each segment with its first letter raised and hyphens left out, as Magento names operations:
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
