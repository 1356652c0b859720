/// Something wrong in the configuration, with the place where an operator finds it.
struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
    /// `FILE:LINE`, a flag or the name of an environment variable.
    let place: String
    let text: String

    var description: String { "\(place): \(text)" }
}

/// Everything that is wrong; in one line the first of it.
struct ConfigurationProblems: Error, CustomStringConvertible {
    let all: [ConfigurationProblem]

    var description: String {
        guard let first = all.first else { return "the configuration is wrong" }
        return all.count == 1 ? "\(first)" : "\(first) (and \(all.count - 1) more: see token-gateway check)"
    }
}
