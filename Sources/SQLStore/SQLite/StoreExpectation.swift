import TokenCore

/// What is recorded about a store outside of it, so that an empty or a different file is not mistaken for it.
public enum StoreExpectation: Sendable, Equatable {
    /// Nothing: the store may be new.
    case nothing
    /// Keys for it exist in the named file, from a version that recorded no identity, or from an operator.
    case keys(in: String)
    /// It has this identity, recorded in the named file.
    case identity(String, notedIn: String)

    /// Why the store that was found must not be used; `nil` when it may.
    /// - Parameters:
    ///   - status: `nil` when there is no file.
    ///   - identity: the identity in the store; `nil` when it is empty or from before there were identities.
    func refusal(path: String, _ status: SchemaStatus?, _ identity: String?) -> StoreFailure? {
        let isEmpty = if case .empty? = status { true } else { false }
        switch self {
        case .nothing: return nil
        case .keys(let file): return isEmpty ? Self.refusal("\(path) is empty", file) : nil
        case .identity(let noted, let file):
            guard status != nil else { return Self.refusal("there is no file \(path)", file) }
            guard !isEmpty else { return Self.refusal("\(path) is empty", file) }
            guard let identity else {
                return .schema(
                    "\(path) is older than \(file), which belongs to a database that was in use: token-gateway restore takes an old back-up"
                )
            }
            guard identity != noted else { return nil }
            return .schema(
                "\(path) is not the database that \(file) belongs to: name the right one, or restore a back-up (token-gateway restore FILE)"
            )
        }
    }

    private static func refusal(_ what: String, _ file: String) -> StoreFailure {
        .schema(
            "\(what), but \(file) belongs to a database that was in use: restore a back-up (token-gateway restore FILE), or move \(file) "
                + "away to begin with a new database")
    }
}
