import Foundation

extension ProgramSetting<String> {
    static func text(
        _ name: String, _ valueName: String = "file", default defaultValue: String, note: String = "", _ help: String,
        parse: @escaping Parser = { text throws(InvalidValue) in text }
    ) -> ProgramSetting {
        ProgramSetting(
            name, .text(valueName: valueName), help, note: note, parse: { text throws(InvalidValue) in try parse(nonEmpty(text)) },
            format: { $0 }, defaultValue: { _ in defaultValue })
    }

    /// - Parameter words: says for the help what the default depends on.
    static func text(
        _ name: String, _ valueName: String = "file", computed words: String, _ help: String, parse: @escaping Parser,
        defaultValue: @escaping @Sendable (ResolvedConfiguration) -> String
    ) -> ProgramSetting {
        ProgramSetting(
            name, .text(valueName: valueName), help, words: words, parse: { text throws(InvalidValue) in try parse(nonEmpty(text)) },
            format: { $0 }, defaultValue: defaultValue)
    }

    static func filePath(_ text: String) throws(InvalidValue) -> String {
        guard !text.utf8.contains(0) else { throw InvalidValue("takes the path of a file") }
        return text
    }

    static func folderPath(_ text: String) throws(InvalidValue) -> String {
        guard !text.utf8.contains(0) else { throw InvalidValue("takes the path of a folder") }
        return text
    }
}

extension ProgramSetting<String?> {
    /// - Parameter words: says for the help what holds when there is no value.
    static func optional(
        _ name: String, _ valueName: String = "file", absent words: String, note: String = "", _ help: String,
        parse: @escaping ProgramSetting<String>.Parser,
        defaultValue: @escaping @Sendable (ResolvedConfiguration) -> String? = { _ in nil }
    ) -> ProgramSetting {
        ProgramSetting(
            name, .text(valueName: valueName), help, words: words, note: note,
            parse: { text throws(InvalidValue) in try parse(nonEmpty(text)) }, format: { $0 ?? "" }, defaultValue: defaultValue)
    }
}

extension ProgramSetting<Int> {
    static func integer(
        _ name: String, in range: ClosedRange<Int>, _ unit: String = "", default defaultValue: Int, note: String = "", _ help: String
    ) -> ProgramSetting {
        ProgramSetting(
            name, .integer(range, unit: unit), help, note: note, parse: integer(in: range, unit), format: { "\($0)" },
            defaultValue: { _ in defaultValue })
    }

    /// - Parameter words: says for the help what the default depends on.
    static func integer(
        _ name: String, in range: ClosedRange<Int>, computed words: String, _ help: String,
        defaultValue: @escaping @Sendable (ResolvedConfiguration) -> Int
    ) -> ProgramSetting {
        ProgramSetting(
            name, .integer(range, unit: ""), help, words: words, parse: integer(in: range, ""), format: { "\($0)" },
            defaultValue: defaultValue)
    }

    /// ASCII digits, nothing else.
    fileprivate static func integer(in range: ClosedRange<Int>, _ unit: String) -> Parser {
        { text throws(InvalidValue) in
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), range.contains(number) else {
                throw InvalidValue("takes \(ProgramSettingKind.integer(range, unit: unit).range), not \(InvalidValue.quoted(text))")
            }
            return number
        }
    }
}

extension ProgramSetting<Int?> {
    /// - Parameter words: says for the help what holds when there is no value.
    static func optional(
        _ name: String, in range: ClosedRange<Int>, absent words: String, note: String = "", _ help: String
    ) -> ProgramSetting {
        let parse = ProgramSetting<Int>.integer(in: range, "")
        return ProgramSetting(
            name, .integer(range, unit: ""), help, words: words, note: note, parse: { text throws(InvalidValue) in try parse(text) },
            format: { $0.map(String.init) ?? "" }, defaultValue: { _ in nil })
    }
}

extension ProgramSetting where Value: RawRepresentable<String> & CaseIterable {
    /// One of the raw values of a type.
    static func choice(_ name: String, default defaultValue: Value, isReloadable: Bool = false, _ help: String) -> ProgramSetting {
        let kind = ProgramSettingKind.choice(Value.allCases.map(\.rawValue))
        return ProgramSetting(
            name, kind, help, isReloadable: isReloadable,
            parse: { text throws(InvalidValue) in
                guard let value = Value(rawValue: text) else {
                    throw InvalidValue("takes \(kind.range), not \(InvalidValue.quoted(text))")
                }
                return value
            }, format: \.rawValue, defaultValue: { _ in defaultValue })
    }
}

extension ProgramSetting<[String]> {
    /// - Parameters:
    ///   - words: says for the help what the empty list means.
    ///   - parse: turns one member into its canonical form.
    static func list(_ name: String, empty words: String, _ help: String, parse: @escaping ProgramSetting<String>.Parser) -> ProgramSetting
    {
        ProgramSetting(
            name, .list, help, words: words,
            parse: { text throws(InvalidValue) in
                var members: [String] = []
                for member in text.split(separator: ",") {
                    let member = member.trimmingCharacters(in: .whitespaces)
                    if !member.isEmpty { members.append(try parse(member)) }
                }
                return members
            }, format: { $0.joined(separator: ",") }, defaultValue: { _ in [] })
    }
}

private func nonEmpty(_ text: String) throws(InvalidValue) -> String {
    guard !text.isEmpty else { throw InvalidValue("must not be empty") }
    return text
}
