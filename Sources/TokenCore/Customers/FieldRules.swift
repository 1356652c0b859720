import ServiceModel

/// Rules of single fields of customers and addresses. Each returns the fault, or `nil`.
enum FieldRules {
    /// 1 to 255 letters, marks, digits, spaces and a few punctuation characters (contract: `customers.md` §2, name rule).
    static func isName(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return !scalars.isEmpty && scalars.count <= 255 && scalars.allSatisfy(isNamePart)
    }

    private static let signs = Set(",-_.'’`& ".unicodeScalars)

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
            .enclosingMark, .decimalNumber, .spaceSeparator:
            true
        default: signs.contains(scalar)
        }
    }

    static func name(_ text: String, _ label: String) -> Fault? {
        isName(text) ? nil : Fault(.customerNameInvalid, [.init(.text(label))])
    }

    static func length(_ text: String, _ field: String, atMost limit: Int) -> Fault? {
        text.unicodeScalars.count <= limit ? nil : value(text, field)
    }

    /// `input.value` with at most 64 characters of the value and the field's snake_case name.
    static func value(_ text: String, _ field: String) -> Fault {
        Fault(.inputValue, [.init("value", .text(cut(text))), .init("fieldName", .text(field))])
    }

    static func cut(_ text: String, to limit: Int = 64) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }

    /// A day of the Gregorian calendar as `YYYY-MM-DD`.
    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) else { return false }
        let numbers = parts.compactMap { Int64($0) }
        guard numbers.count == 3 else { return false }
        return Timestamp.day(numbers[0], numbers[1], numbers[2]) != nil
    }

    /// Removes a time of day after a date: ` 00:00:00` or `T00:00:00`, with fraction or zone (ISO 8601). The date is not converted between
    /// zones. Other text is returned unchanged.
    static func withoutTime(_ text: String) -> String {
        let time = #/([0-9]{4}-[0-9]{2}-[0-9]{2})[ T](?:[01][0-9]|2[0-4])(?::[0-5][0-9])(?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?/#
        let zone = #/(?: ?(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?))?/#
        guard text.utf8.count <= 64, let found = try? time.prefixMatch(in: text),
            (try? zone.wholeMatch(in: text[found.range.upperBound...])) != nil
        else { return text }
        return String(found.1)
    }
}

extension String {
    /// `nil` for empty text, which clears a field.
    var presence: String? { isEmpty ? nil : self }
}
