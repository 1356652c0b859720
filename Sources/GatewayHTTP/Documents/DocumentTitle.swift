/// What the schema documents say of the gateway itself (contract: `rest.md` §15, D19).
package struct DocumentTitle: Sendable, Hashable {
    package let title: String
    package let version: String

    package init(_ title: String = "token-gateway", version: String) {
        self.title = title
        self.version = version
    }
}

/// The version of this program, as `--version` and the documents show it.
package enum ProgramVersion {
    package static let text = "0.1.0"
}
