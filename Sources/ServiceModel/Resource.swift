/// What a caller must hold to call an operation (contract: `tokens.md` §7).
public enum Resource: Sendable, Hashable {
    case anonymous
    /// A customer acting on their own account.
    case customerSelf
    /// An admin acting on their own account.
    case adminSelf
    /// An ACL resource such as `Magento_Customer::customer`.
    case acl(String)

    /// The name that clients see.
    public var name: String {
        switch self {
        case .anonymous: "anonymous"
        case .customerSelf, .adminSelf: "self"
        case .acl(let id): id
        }
    }
}

/// Whether an operation open to guests authenticates the caller all the same (contract: `tokens.md` §6).
public enum CredentialUse: Sendable, Hashable {
    case never
    /// Only when the parameters have a value at this path of names. A caller without credentials stays a guest.
    case whenSent([String])
}

extension OperationDescription {
    /// Whether an anonymous operation must authenticate the caller of a request with these parameters. Other operations authenticate before
    /// they read parameters.
    public func verifiesCredentials(for parameters: WireObject) -> Bool {
        guard isAnonymous, case .whenSent(let path) = credentials else { return false }
        var value = Wire.object(parameters)
        for name in path {
            guard case .object(let object) = value, let next = object[name] ?? object[FieldName.snakeCase(name)] else { return false }
            value = next
        }
        return value != .null
    }
}
