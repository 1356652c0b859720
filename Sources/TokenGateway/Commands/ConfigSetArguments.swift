/// Lets `config set PATH VALUE` take a value that looks like an option, such as `-1`.
enum ConfigSetArguments {
    private static let flags = ["--help", "-h", "--stdin"]

    /// The same arguments with path and value behind `--`, where nothing is taken for an option; other commands as they are.
    static func escapingNegativeValues(_ arguments: [String]) -> [String] {
        guard arguments.starts(with: ["config", "set"]), !arguments.contains("--") else { return arguments }
        var words: [String] = []
        var options: [String] = []
        var rest = arguments.dropFirst(2)
        while let next = rest.popFirst() {
            if DatabaseOptions.names.contains(next) {
                options.append(next)
                if let value = rest.popFirst() { options.append(value) }
            } else if flags.contains(next) || DatabaseOptions.names.contains(where: { next.hasPrefix($0 + "=") }) {
                options.append(next)
            } else if words.count == 1 || !next.hasPrefix("-") {
                words.append(next)
            } else {
                options.append(next)
            }
        }
        return ["config", "set"] + options + ["--"] + words
    }
}
