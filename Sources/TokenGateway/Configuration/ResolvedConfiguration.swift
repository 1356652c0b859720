import Configuration
import ServiceModel

/// The values of all sources, each the one of the strongest source, with what is wrong in any of them.
struct ResolvedConfiguration: Sendable {
    /// What the values of one source are, the strongest source first.
    struct Layer: Sendable {
        enum Source: Sendable {
            case flag
            case environment
            /// Path of the file.
            case file(String)
        }

        let source: Source
        /// Checked texts by name.
        let values: [String: String]
    }

    let problems: [ConfigurationProblem]
    /// From ``KeyLocation/variable``: a secret is no setting, because flags and listings show settings.
    let sealingKeys: Secret?
    let machine: HostResources
    private let layers: [Layer]
    private let reader: ConfigReader

    /// - Parameter layers: at least one.
    init(layers: [Layer], problems: [ConfigurationProblem] = [], sealingKeys: Secret? = nil, machine: HostResources) {
        self.layers = layers
        self.problems = problems
        self.sealingKeys = sealingKeys
        self.machine = machine
        reader = ConfigReader(providers: layers.map(Self.provider))
    }

    /// No source has a value.
    static let empty = ResolvedConfiguration(layers: [Layer(source: .flag, values: [:])], machine: HostResources(memory: .max, cores: 1))

    /// The value in force of a setting.
    subscript<Value>(setting: KeyPath<ProgramSettings, ProgramSetting<Value>>) -> Value {
        ProgramSettings.declared[keyPath: setting].value(in: self)
    }

    /// Whether any source has a value.
    func isSet<Value>(_ setting: KeyPath<ProgramSettings, ProgramSetting<Value>>) -> Bool {
        text(of: ProgramSettings.declared[keyPath: setting]) != nil
    }

    /// The text in force; `nil` when the default holds.
    func text(of setting: some ProgramSettingDeclaration) -> String? {
        reader.string(forKey: setting.key)
    }

    /// Where the value in force comes from: a flag, a variable, the path of the file, or `default`.
    func source(of setting: some ProgramSettingDeclaration) -> String {
        switch layers.first(where: { $0.values[setting.name] != nil })?.source {
        case .flag: setting.flag
        case .environment: setting.environmentName
        case .file(let path): path
        case nil: "default"
        }
    }

    /// A problem of the value in force, at the place that it comes from.
    func problem<Value>(with setting: KeyPath<ProgramSettings, ProgramSetting<Value>>, _ text: String) -> ConfigurationProblems {
        ConfigurationProblems(all: [.init(place: source(of: ProgramSettings.declared[keyPath: setting]), text: text)])
    }

    private static func provider(_ layer: Layer) -> any ConfigProvider {
        switch layer.source {
        case .environment:
            let variables = layer.values.map { (ProgramSettings.environmentName($0.key), $0.value) }
            return EnvironmentVariablesProvider(environmentVariables: Dictionary(uniqueKeysWithValues: variables))
        case .flag, .file:
            let values = ProgramSettings.all.compactMap { setting in
                layer.values[setting.name].map { (setting.absoluteKey, ConfigValue(.string($0), isSecret: false)) }
            }
            return InMemoryProvider(values: Dictionary(uniqueKeysWithValues: values))
        }
    }
}
