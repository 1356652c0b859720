import ServiceModel

/// A setting of the shop, declared once: its path, default, accepted values, help and parser.
///
/// A key can be declared wherever its rule lives. ``Settings`` reads the keys of the core into stored properties; a provider of second
/// factors lists its keys in its ``ProviderDescriptor``. Listing, checks, sealing and help follow from the declaration.
public struct SettingKey<Value: Sendable>: Sendable {
    /// The part that does not depend on the type of the value.
    public let descriptor: SettingDescriptor
    let defaultValue: Value
    private let parse: @Sendable (String) -> Value?

    /// - Parameters:
    ///   - text: the default as it is written.
    ///   - range: the accepted values, in words that follow "takes".
    ///   - accepts: whether `config set` takes a text.
    ///   - parse: the value of a stored text; `nil` for the default.
    init(
        _ path: String, default defaultValue: Value, text: String, range: String, help: String, isSecret: Bool = false,
        accepts: @escaping @Sendable (String) -> Bool, parse: @escaping @Sendable (String) -> Value?
    ) {
        descriptor = SettingDescriptor(
            path: path, defaultText: text, range: range, help: help, isSecret: isSecret, accepts: accepts)
        self.defaultValue = defaultValue
        self.parse = parse
    }

    /// Names the setting: a path of Magento's configuration table, or one of our own.
    public var path: String { descriptor.path }

    /// - Parameter stored: texts by path.
    func value(in stored: [String: String]) -> Value {
        stored[path].flatMap(parse) ?? defaultValue
    }
}

extension SettingKey<Int> {
    static func integer(
        _ path: String, default defaultValue: Int, in range: ClosedRange<Int>, _ unit: String = "", help: String
    ) -> SettingKey {
        SettingKey(
            path, default: defaultValue, text: String(defaultValue),
            range: "\(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)"), help: help,
            accepts: { Int(strict: $0).map(range.contains) ?? false }, parse: { Int(strict: $0) })
    }
}

extension SettingKey<Bool> {
    static func flag(_ path: String, default defaultValue: Bool, help: String) -> SettingKey {
        SettingKey(
            path, default: defaultValue, text: defaultValue ? "1" : "0", range: "0 or 1", help: help,
            accepts: { $0 == "0" || $0 == "1" }, parse: { $0 == "1" })
    }
}

extension SettingKey<String> {
    static func text(
        _ path: String, default defaultValue: String = "", range: String, help: String,
        accepts: @escaping @Sendable (String) -> Bool
    ) -> SettingKey {
        SettingKey(path, default: defaultValue, text: defaultValue, range: range, help: help, accepts: accepts, parse: { $0 })
    }
}

/// The stored value of a setting that is a secret: only ``Keyring`` reads it.
struct SealedSetting: Sendable {
    let text: String

    var isEmpty: Bool { text.isEmpty }
}

extension SettingKey<SealedSetting> {
    /// A value that is stored sealed and never printed; the empty text means that there is none.
    /// - Parameter accepts: judges the secret before it is sealed, when it is not empty.
    static func secret(_ path: String, range: String, help: String, accepts: @escaping @Sendable (String) -> Bool) -> SettingKey {
        SettingKey(
            path, default: SealedSetting(text: ""), text: "", range: range, help: help, isSecret: true,
            accepts: { $0.isEmpty || accepts($0) }, parse: { SealedSetting(text: $0) })
    }
}

extension Int {
    /// Optional minus and ASCII digits, nothing else.
    init?(strict text: String) {
        guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) else { return nil }
        self.init(text)
    }
}

extension Double {
    /// ASCII digits and one point.
    init?(strict text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else { return nil }
        self.init(text)
    }
}
