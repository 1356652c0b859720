package enum Severity: String, Sendable, Comparable, CaseIterable {
    /// Worth knowing; never fails a run.
    case note
    /// Permitted by the contract, and still trouble for some clients, or a breach of a recommendation.
    case warning
    /// The contract or a specification that it refers to is broken.
    case error

    package static func < (a: Severity, b: Severity) -> Bool {
        let order = Severity.allCases
        return (order.firstIndex(of: a) ?? 0) < (order.firstIndex(of: b) ?? 0)
    }
}

/// A requirement that a description or a server can break. The id is stable: reports and suppressions name it.
package struct Rule: Sendable, Hashable {
    package let id: String
    package let severity: Severity
    /// What is required, in one sentence.
    package let requirement: String
    /// Who is affected, or which specification demands it.
    package let reason: String

    init(_ id: String, _ severity: Severity, _ requirement: String, _ reason: String) {
        self.id = id
        self.severity = severity
        self.requirement = requirement
        self.reason = reason
    }

    package static func == (a: Rule, b: Rule) -> Bool { a.id == b.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// Every rule of this program, in the order of the documentation.
    package static let all: [Rule] =
        WSDLRules.all + ProfileRules.all + SchemaRules.all + ClientStackRules.all + HTTPRules.all + MessageRules.all + FaultRules.all
        + OutcomeRules.all + RESTRules.all + ReplayRules.all
}

/// A breach of a rule in one place.
package struct Finding: Sendable {
    package let rule: Rule
    /// A position in a document, or an operation with its case.
    package let place: String
    package let message: String

    init(_ rule: Rule, at place: some CustomStringConvertible, _ message: String) {
        self.rule = rule
        self.place = place.description
        self.message = message
    }
}
