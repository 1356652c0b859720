internal import ServiceModel

/// The error statuses of an operation, as both schema documents list them (contract: `rest.md` §12, §15).
enum DocumentedStatus: Int, Sendable, CaseIterable {
    case unauthorized = 401
    case badRequest = 400
    case notFound = 404
    case internalError = 500

    var description: String {
        switch self {
        case .unauthorized: "Sign-in refused, or permission missing"
        case .badRequest: "Something in the request cannot be used"
        case .notFound: "What the address names does not exist"
        case .internalError: "Something went wrong here; the text has a report number"
        }
    }

    /// In the contract's order.
    static func possible(for operation: OperationDescription, with parameters: DocumentedParameters) -> [DocumentedStatus] {
        allCases.filter { status in
            switch status {
            case .unauthorized: !operation.isAnonymous || operation.takesSecret
            case .badRequest:
                !parameters.isEmpty || operation.forced.contains { operation.input.member(named: $0.path.first ?? "")?.isRequired == true }
            case .notFound: operation.route?.variables.isEmpty == false
            case .internalError: true
            }
        }
    }
}

extension OperationDescription {
    /// Whether the operation takes a password, a code or a token, which it can refuse with 401 even if it is anonymous.
    fileprivate var takesSecret: Bool {
        input.members.contains { $0.schema.isSecret }
    }

    /// The required permission as text (contract: `tokens.md` §7).
    var permission: String {
        resources.map { resource in
            switch resource {
            case .anonymous: "Open to everybody."
            case .customerSelf: "For customers, acting on themselves."
            case .adminSelf: "For admins, acting on themselves."
            case .acl(let id): "Needs the resource \(id)."
            }
        }.joined(separator: " ")
    }
}
