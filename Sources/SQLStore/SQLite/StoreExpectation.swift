import TokenCore

/// What is noted of a store outside of it, and speaks against taking an empty or a different file for it.
public enum StoreExpectation: Sendable, Equatable {
    /// Nothing: it may be new.
    case nothing
    /// There are keys for it (in the named file), which a program has made that noted no identity, or an operator has brought.
    case keys(in: String)
    /// It has this identity, noted in the named file.
    case identity(String, notedIn: String)

    /// Why a store that was found must not be used; `nil` when it may.
    /// - Parameters:
    ///   - standing: `nil`: there is no file.
    ///   - identity: what the store has noted itself; `nil` when it is empty or an older program has made it.
    func refusal(path: String, _ standing: SchemaStatus?, _ identity: String?) -> StoreFailure? {
        let isEmpty = if case .empty? = standing { true } else { false }
        switch self {
        case .nothing: return nil
        case .keys(let file): return isEmpty ? Self.refusal("\(path) is empty", file) : nil
        case .identity(let noted, let file):
            guard standing != nil else { return Self.refusal("there is no file \(path)", file) }
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
