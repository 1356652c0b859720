import ServiceModel

/// Where settings come from: a flag wins over the environment, that over the file, that over the default.
struct ConfigurationSources {
    /// A setting and the text that a source has for it.
    typealias Assignment = (setting: any ProgramSettingDeclaration, text: String)

    /// Names the file where `--config` does not.
    static let fileVariable = ProgramSettings.environmentName("config")

    /// As given on the command line.
    var flags: [Assignment] = []
    var environment: [String: String] = [:]
    /// Path of the file, from `--config`.
    var file: String?

    /// Reads every source to its end, so that all problems are reported at once. Values that are wrong are left out.
    func resolve(on machine: HostResources) -> ResolvedConfiguration {
        var problems: [ConfigurationProblem] = []
        func layer(
            _ source: ResolvedConfiguration.Layer.Source, _ assignments: [Assignment],
            _ place: (any ProgramSettingDeclaration) -> String
        ) -> ResolvedConfiguration.Layer {
            var values: [String: String] = [:]
            for (setting, text) in assignments {
                if let problem = setting.problem(text) {
                    problems.append(.init(place: place(setting), text: problem))
                } else {
                    values[setting.name] = text
                }
            }
            return .init(source: source, values: values)
        }
        var layers = [
            layer(.flag, flags) { $0.flag },
            layer(.environment, environmentValues) { $0.environmentName },
        ]
        problems += unknownVariables.map { .init(place: $0, text: "there is no setting with this name; see token-gateway help serve") }
        if let path = file ?? variable(Self.fileVariable) {
            let file = SettingsFile(path: path)
            problems += file.problems
            layers.append(.init(source: .file(path), values: Dictionary(file.texts.map { ($0.setting.name, $0.text) }) { $1 }))
        }
        return ResolvedConfiguration(
            layers: layers, problems: problems, sealingKeys: variable(KeyLocation.variable).map(Secret.init), machine: machine)
    }

    private var environmentValues: [Assignment] {
        ProgramSettings.all.compactMap { setting in variable(setting.environmentName).map { (setting, $0) } }
    }

    /// An empty variable is one that is not set.
    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Names with our prefix that belong to no setting, sorted. A misspelt name would be ignored without notice.
    private var unknownVariables: [String] {
        let known = Set(ProgramSettings.all.map(\.environmentName) + [Self.fileVariable, KeyLocation.variable])
        return environment.filter {
            $0.key.hasPrefix(ProgramSettings.environmentPrefix) && !$0.value.isEmpty && !known.contains($0.key)
        }.keys.sorted()
    }
}
