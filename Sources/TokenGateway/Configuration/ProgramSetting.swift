import Configuration
import Foundation

/// A setting of the program, declared once as a property of ``ProgramSettings``.
///
/// The name is the flag (`--NAME`), the key in the configuration file and, in capitals with the prefix `TOKEN_GATEWAY_`, the environment
/// variable. Parsing, defaults, help and the listing of `check` follow from the declaration; ``GatewayConfiguration`` reads the value.
struct ProgramSetting<Value: Sendable>: ProgramSettingDeclaration {
    let name: String
    let kind: ProgramSettingKind
    let help: String
    let isReloadable: Bool
    private let parse: Parser
    private let format: @Sendable (Value) -> String
    /// The default in words, where its value does not say it.
    private let defaultWords: String?
    private let defaultNote: String
    private let defaultValue: @Sendable (ResolvedConfiguration) -> Value

    /// Turns a text into a value. Throws ``InvalidValue``.
    typealias Parser = @Sendable (String) throws(InvalidValue) -> Value

    /// - Parameters:
    ///   - words: the default for the help, when it is computed or when there is none.
    ///   - note: what the help says after the default.
    ///   - format: the text of a value as an operator would write it; empty when there is no value.
    ///   - defaultValue: the value that holds when no source has one; it may depend on other settings.
    init(
        _ name: String, _ kind: ProgramSettingKind, _ help: String, words: String? = nil, note: String = "", isReloadable: Bool = false,
        parse: @escaping Parser, format: @escaping @Sendable (Value) -> String,
        defaultValue: @escaping @Sendable (ResolvedConfiguration) -> Value
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.isReloadable = isReloadable
        self.parse = parse
        self.format = format
        self.defaultWords = words
        self.defaultNote = note
        self.defaultValue = defaultValue
    }

    var defaultText: String { (defaultWords ?? format(defaultValue(.empty))) + defaultNote }

    func problem(_ text: String) -> String? {
        do {
            _ = try parse(text)
            return nil
        } catch {
            return "\(name) \(error.text)"
        }
    }

    /// The value in force.
    func value(in configuration: ResolvedConfiguration) -> Value {
        guard let text = configuration.text(of: self), let value = try? parse(text) else { return defaultValue(configuration) }
        return value
    }

    func shown(in configuration: ResolvedConfiguration) -> String {
        let text = format(value(in: configuration))
        return text.isEmpty ? defaultWords ?? "" : text
    }
}

/// A setting of the program, whatever the type of its value.
protocol ProgramSettingDeclaration: Sendable {
    var name: String { get }
    var kind: ProgramSettingKind { get }
    /// One or two sentences for an operator.
    var help: String { get }
    /// The default, in words.
    var defaultText: String { get }
    /// Whether a change takes effect without a restart.
    var isReloadable: Bool { get }

    /// Why a text cannot be the value, or `nil`.
    func problem(_ text: String) -> String?
    /// The value in force as an operator would write it.
    func shown(in configuration: ResolvedConfiguration) -> String
}

extension ProgramSettingDeclaration {
    var flag: String { "--" + name }
    var environmentName: String { ProgramSettings.environmentName(name) }
    var key: ConfigKey { ConfigKey(ProgramSettings.path(name)) }
    var absoluteKey: AbsoluteConfigKey { AbsoluteConfigKey(ProgramSettings.path(name)) }
}

/// How a value is written.
enum ProgramSettingKind: Sendable {
    /// - Parameter valueName: stands for the value in a line of usage.
    case text(valueName: String)
    case integer(ClosedRange<Int>, unit: String)
    case choice([String])
    /// In the file a list, elsewhere comma-separated.
    case list

    /// The accepted values, in words that follow "takes".
    var range: String {
        switch self {
        case .text: "text"
        case .integer(let range, let unit):
            "a whole number from \(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " (\(unit))")
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .list: "a list"
        }
    }
}

/// Why a text cannot be the value of a setting.
struct InvalidValue: Error {
    /// Follows the name of the setting.
    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// At most 64 characters of a text that was given as a value.
    static func quoted(_ text: String) -> String {
        "\"\(text.prefix(64))\(text.count > 64 ? "…" : "")\""
    }
}
