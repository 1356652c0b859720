import Configuration
import ServiceModel

/// Where settings come from: a flag wins over the environment, that over the file, that over the default.
struct ConfigurationSources {
    /// Names the file where `--config` does not.
    static let fileVariable = Setting.environmentName("config")

    /// As given on the command line.
    var flags: [(setting: Setting, text: String)] = []
    var environment: [String: String] = [:]
    /// Path of the file, from `--config`.
    var file: String?

    /// Values by setting, the strongest source first, with what is wrong in any of them.
    struct Reading {
        fileprivate(set) var layers: [(source: String, values: [String: String])]
        fileprivate(set) var problems: [ConfigurationProblem]
        /// From ``KeyLocation/variable``: a secret is no setting, which flags and listings show.
        fileprivate(set) var sealingKeys: Secret?
        fileprivate let reader: ConfigReader

        func text(_ setting: Setting) -> String? { reader.string(forKey: setting.key) }
        func number(_ setting: Setting) -> Int? { reader.int(forKey: setting.key) }
        func list(_ setting: Setting) -> [String]? { reader.stringArray(forKey: setting.key) }

        /// The value in force as it was written, from whichever source; `nil`: the default.
        func written(_ setting: Setting) -> String? {
            layers.lazy.compactMap { $0.values[setting.name] }.first
        }

        /// Where the value in force comes from.
        func source(of setting: Setting) -> String {
            switch layers.first(where: { $0.values[setting.name] != nil })?.source {
            case "flag": setting.flag
            case "environment": setting.environmentName
            case let file?: file
            case nil: "default"
            }
        }
    }

    /// Reads every source to its end, so that all problems are told at once. Values that are wrong are left out.
    func read() -> Reading {
        var problems: [ConfigurationProblem] = []
        func checked(_ texts: [(setting: Setting, text: String)], _ place: (Setting) -> String) -> [String: String] {
            var values: [String: String] = [:]
            for (setting, text) in texts {
                if let problem = setting.problem(text) {
                    problems.append(.init(place: place(setting), text: problem))
                } else {
                    values[setting.name] = text
                }
            }
            return values
        }
        let given = checked(flags, \.flag)
        let surrounding = checked(
            Setting.all.compactMap { setting in variable(setting.environmentName).map { (setting, $0) } }, \.environmentName)
        problems += unknownVariables.map { .init(place: $0, text: "there is no setting with this name; see token-gateway help serve") }
        var layers = [("flag", given), ("environment", surrounding)]
        var providers: [any ConfigProvider] = [
            Self.provider("command line", given),
            EnvironmentVariablesProvider(
                environmentVariables: Dictionary(uniqueKeysWithValues: surrounding.map { (Setting.environmentName($0.key), $0.value) })),
        ]
        if let path = file ?? variable(Self.fileVariable) {
            let file = SettingsFile(path: path)
            problems += file.problems
            let values = Dictionary(file.texts.map { ($0.setting.name, $0.text) }) { $1 }
            layers.append((path, values))
            providers.append(Self.provider(path, values))
        }
        return Reading(
            layers: layers, problems: problems, sealingKeys: variable(KeyLocation.variable).map(Secret.init),
            reader: ConfigReader(providers: providers))
    }

    /// An empty variable is one that is not set.
    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Names that begin like ours and are none of ours, sorted. Misspelt, they would be ignored without a word.
    private var unknownVariables: [String] {
        let known = Set(Setting.all.map(\.environmentName) + [Self.fileVariable, KeyLocation.variable])
        return environment.filter { $0.key.hasPrefix(Setting.environmentPrefix) && !$0.value.isEmpty && !known.contains($0.key) }.keys
            .sorted()
    }

    private static func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
        var contents: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, text) in values {
            guard let setting = Setting.named(name) else { continue }
            contents[setting.absoluteKey] = ConfigValue(setting.content(text), isSecret: false)
        }
        return InMemoryProvider(name: name, values: contents)
    }
}
