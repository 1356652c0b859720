/// Whether an operation that anybody may call looks at credentials all the same (contract: `tokens.md` §6).
public enum CredentialUse: Sendable, Hashable {
    case never
    /// When there is a value under these names, from the parameter list downwards; a caller without credentials stays a guest.
    case whenSent([String])
}

extension OperationDescription {
    /// Whether these parameters make an anonymous operation look at credentials. Others look before they read any parameter.
    public func looksAtCredentials(for parameters: WireObject) -> Bool {
        guard isAnonymous, case .whenSent(let path) = credentials else { return false }
        var value = Wire.object(parameters)
        for name in path {
            guard case .object(let object) = value, let next = object[name] ?? object[FieldName.snakeCase(name)] else { return false }
            value = next
        }
        return value != .null
    }
}
