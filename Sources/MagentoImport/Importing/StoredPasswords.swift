import TokenCore

/// Checks stored password hashes before any of them is computed.
struct StoredPasswords: Sendable {
    enum Finding {
        case hash(String)
        case none
        /// No password can match: the crypt key is missing, or the form of the hash is not supported.
        case unfitting
        case rejected(ImportProblem)
    }

    /// The crypt keys that keyed hashes are stored with, encrypted once.
    let sealedKeys: String?

    func find(_ row: TableRow, _ column: String) throws(ImportProblem) -> Finding {
        guard let text = try row.nonEmptyText(column) else { return .none }
        if PasswordHashFormat.isAcceptable(text) {
            if !PasswordHashFormat.needsKey(text) { return .hash(text) }
            if let sealedKeys { return .hash(PasswordHashFormat.keyed(text, with: sealedKeys)) }
        }
        guard text.split(separator: ":", omittingEmptySubsequences: false).count < 3 else {
            return .rejected(row.problem("\(column) is of a version that is not known, or its parameters are out of bounds"))
        }
        return .unfitting
    }
}

extension ImportReport {
    /// The hash to import; `nil` when there is none that a password can match. Counts and reports what is not imported.
    mutating func take(_ finding: StoredPasswords.Finding, of row: TableRow, in table: MagentoTable, _ kind: String) -> String? {
        switch finding {
        case .hash(let hash): return hash
        case .none: return nil
        case .unfitting: count(.skipped, "passwords of \(kind)")
        case .rejected(let problem): skip(row.rejected(problem, in: table), "passwords of \(kind)")
        }
        return nil
    }
}
