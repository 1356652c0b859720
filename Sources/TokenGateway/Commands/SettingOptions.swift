import ArgumentParser

/// One flag for each setting of a selection.
///
/// The parser finds options by reflection and decodes them by name. Both are answered from the declarations, so that a setting has its
/// flag and its help without being listed here.
struct SettingOptions<Selection: SettingSelection>: ParsableArguments, CustomReflectable {
    /// What was given on the command line.
    private(set) var flags: [ConfigurationSources.Assignment] = []

    init() {}

    init(from decoder: any Decoder) throws {
        let options = try decoder.container(keyedBy: Name.self)
        for setting in Selection.settings {
            let option = try options.decode(Option<String?>.self, forKey: Name(stringValue: setting.name))
            if let text = option.wrappedValue { flags.append((setting, text)) }
        }
    }

    var customMirror: Mirror {
        Mirror(self, children: Selection.settings.map { setting -> Mirror.Child in (setting.name, Self.option(setting)) })
    }

    /// A wrong flag is wrong usage, unlike the same value in a file.
    func validate() throws {
        for (setting, text) in flags {
            if let problem = setting.problem(text) { throw ValidationError(problem) }
        }
    }

    private static func option(_ setting: any ProgramSettingDeclaration) -> Option<String?> {
        let (values, valueName) =
            switch setting.kind {
            case .integer: (" Takes \(setting.kind.range).", "number")
            case .choice(let words): (" Takes \(setting.kind.range).", words.count <= 4 ? words.joined(separator: "|") : "word")
            case .list: ("", "a,b")
            case .text(let name): ("", name)
            }
        let help = "\(setting.help)\(values) (\(setting.environmentName); default: \(setting.defaultText))"
        return Option(name: .customLong(setting.name), help: ArgumentHelp("\(help)", valueName: valueName))
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }
}

/// Which settings a command takes as flags.
protocol SettingSelection {
    static var settings: [any ProgramSettingDeclaration] { get }
}

/// The flags of `serve` and `check`.
enum AllSettings: SettingSelection {
    static var settings: [any ProgramSettingDeclaration] { ProgramSettings.all }
}

/// The flags of commands that work on the database.
enum DatabaseSettings: SettingSelection {
    static var settings: [any ProgramSettingDeclaration] { [ProgramSettings.declared.database, ProgramSettings.declared.keyFile] }
}

/// The flags of commands that print documents, which need no database; `--database` is accepted for the sake of scripts.
enum DocumentSettings: SettingSelection {
    static var settings: [any ProgramSettingDeclaration] { [ProgramSettings.declared.baseURL] + DatabaseSettings.settings }
}

/// The flags of a selection of settings, and the file that has the others.
struct ConfigurationOptions<Selection: SettingSelection>: ParsableArguments {
    @OptionGroup var settings: SettingOptions<Selection>

    @Option(
        help: ArgumentHelp(
            "YAML file with settings; its keys are the names of the flags of serve (\(ConfigurationSources.fileVariable)).",
            valueName: "file"))
    var config: String?

    /// Names of the options; each takes a value.
    static var names: [String] { Selection.settings.map(\.flag) + ["--config"] }

    func sources(in shell: Shell) -> ConfigurationSources {
        ConfigurationSources(flags: settings.flags, environment: shell.environment, file: config)
    }

    /// The settings in force for this command.
    func configuration(in shell: Shell) throws(ConfigurationProblems) -> GatewayConfiguration {
        try GatewayConfiguration(sources(in: shell), on: shell.machine)
    }
}

typealias DatabaseOptions = ConfigurationOptions<DatabaseSettings>
typealias ServerOptions = ConfigurationOptions<AllSettings>
