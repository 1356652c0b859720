import Configuration
import Foundation

/// One setting of the program. Its name is the flag (`--NAME`), the key in the file and, in capitals behind `TOKEN_GATEWAY_`, the
/// environment variable.
struct Setting: Sendable {
    enum Form: Sendable {
        case text
        case number(ClosedRange<Int>, unit: String)
        case choice([String])
        /// In the file a list, elsewhere joined with commas.
        case list
    }

    let name: String
    let form: Form
    /// The default, in words.
    let standard: String
    let help: String
    private let rule: @Sendable (String) -> String?

    /// - Parameter rule: why one text (each text of a list) cannot be taken, or `nil`.
    init(
        _ name: String, _ form: Form, standard: String, _ help: String, rule: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.name = name
        self.form = form
        self.standard = standard
        self.help = help
        self.rule = rule
    }

    var flag: String { "--" + name }
    var environmentName: String { Self.environmentName(name) }
    var key: ConfigKey { ConfigKey(Self.path(name)) }
    var absoluteKey: AbsoluteConfigKey { AbsoluteConfigKey(Self.path(name)) }

    static let environmentPrefix = "TOKEN_GATEWAY_"

    static func environmentName(_ name: String) -> String {
        environmentPrefix + name.uppercased().replacing("-", with: "_")
    }

    /// From this swift-configuration makes the same environment name.
    private static func path(_ name: String) -> [String] { ["token-gateway", name] }

    /// What may stand there, in words.
    var range: String {
        switch form {
        case .text: "text"
        case .number(let range, let unit):
            "a whole number from \(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " (\(unit))")
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .list: "a list"
        }
    }

    /// Why a value cannot be taken, or `nil`. A flag and an environment variable come as one text.
    func problem(_ text: String) -> String? {
        switch form {
        case .text: return text.isEmpty ? "\(name) must not be empty" : rule(text)
        case .number(let range, _):
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), range.contains(number) else {
                return "\(name) takes \(self.range), not \(Self.quoted(text))"
            }
            return nil
        case .choice(let words): return words.contains(text) ? nil : "\(name) takes \(range), not \(Self.quoted(text))"
        case .list: return Self.members(text).lazy.compactMap(rule).first
        }
    }

    /// A checked value as the hierarchy holds it.
    func content(_ text: String) -> ConfigContent {
        switch form {
        case .text, .choice: .string(text)
        case .number: .int(Int(text) ?? 0)
        case .list: .stringArray(Self.members(text))
        }
    }

    static func members(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// At most 64 characters of a text that was sent as a value.
    static func quoted(_ text: String) -> String {
        "\"\(text.prefix(64))\(text.count > 64 ? "…" : "")\""
    }
}
