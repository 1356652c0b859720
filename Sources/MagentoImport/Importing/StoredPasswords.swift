import TokenCore

/// Passwords as they are stored there, judged before anything is computed.
struct StoredPasswords: Sendable {
    enum Finding {
        case hash(String)
        case none
        /// No password could fit here: the crypt key was not given, or it is of a form without a way to compare.
        case unfitting
        case odd(ImportProblem)
    }

    /// The crypt keys beside keyed hashes, sealed once for all.
    let sealedKeys: String?

    func find(_ row: TableRow, _ column: String) throws(ImportProblem) -> Finding {
        guard let text = try row.filledText(column) else { return .none }
        if PasswordHashFormat.isAcceptable(text) {
            if !PasswordHashFormat.needsKey(text) { return .hash(text) }
            if let sealedKeys { return .hash(PasswordHashFormat.keyed(text, with: sealedKeys)) }
        }
        guard text.split(separator: ":", omittingEmptySubsequences: false).count < 3 else {
            return .odd(row.problem("\(column) is of a version that is not known, or its parameters are out of bounds"))
        }
        return .unfitting
    }
}

extension ImportReport {
    /// The hash that goes in; `nil` when there is none that a password could fit. Counts and names what stays behind.
    mutating func take(_ finding: StoredPasswords.Finding, of row: TableRow, in table: MagentoTable, _ kind: String) -> String? {
        switch finding {
        case .hash(let hash): return hash
        case .none: return nil
        case .unfitting: count(.skipped, "passwords of \(kind)")
        case .odd(let problem): skip(row.odd(problem, in: table), "passwords of \(kind)")
        }
        return nil
    }
}
