import ArgumentParser

extension Option {
    /// The flag of a setting, with the help that its declaration has.
    init(_ setting: Setting) where Value == String? {
        self.init(name: .customLong(setting.name), help: ArgumentHelp("\(setting.explanation)", valueName: setting.valueName))
    }
}

extension Setting {
    /// What a screen of help says.
    fileprivate var explanation: String {
        let values =
            switch form {
            case .number, .choice: " Takes \(range)."
            case .text, .list: ""
            }
        return "\(help)\(values) (\(environmentName); default: \(standard))"
    }

    private var valueNames: [String: String] {
        [
            "authy-url": "url", "base-url": "url", "duo-url": "url", "host": "address", "mail-from": "address", "mail-outbox": "folder",
            "mail-templates": "folder",
            "smtp-host": "host", "smtp-user": "name",
        ]
    }

    /// What stands for the value in a line of usage.
    fileprivate var valueName: String {
        switch form {
        case .number: "number"
        case .choice(let words): words.count <= 4 ? words.joined(separator: "|") : "word"
        case .list: "a,b"
        case .text: valueNames[name] ?? "file"
        }
    }
}

/// Which configuration file to read.
struct FileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "YAML file with settings; its keys are the names of the flags of serve (\(ConfigurationSources.fileVariable)).",
            valueName: "file"))
    var config: String?
}

/// Which database a command works on.
struct DatabaseOptions: ParsableArguments {
    @Option(.database)
    var database: String?

    @Option(.keyFile)
    var keyFile: String?

    @OptionGroup
    var file: FileOptions

    /// The options of this group; each takes a value.
    static let names = [Setting.database.flag, Setting.keyFile.flag, "--config"]

    func validate() throws {
        try Self.check(flags)
    }

    var flags: [(setting: Setting, text: String)] {
        [(Setting.database, database), (.keyFile, keyFile)].compactMap { setting, text in text.map { (setting, $0) } }
    }

    /// The settings in force for this command.
    func configuration(in shell: Shell) throws(ConfigurationProblems) -> GatewayConfiguration {
        try GatewayConfiguration(sources(in: shell), on: shell.machine)
    }

    func sources(in shell: Shell) -> ConfigurationSources {
        ConfigurationSources(flags: flags, environment: shell.environment, file: file.config)
    }

    /// A wrong flag is wrong usage, other than the same value in a file.
    static func check(_ flags: [(setting: Setting, text: String)]) throws {
        for (setting, text) in flags {
            if let problem = setting.problem(text) { throw ValidationError(problem) }
        }
    }
}

/// How a listing or a created object is printed.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON instead of text.")
    var json = false
}

/// Where a password comes from.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Take the password from standard input (one line feed at the end is dropped) instead of asking for it.")
    var passwordStdin = false
}
