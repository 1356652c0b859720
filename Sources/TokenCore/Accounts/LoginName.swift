import Foundation

/// The form in which account names are stored and compared.
public enum LoginName {
    /// The maximum number of characters of a name.
    public static let longest = 255

    /// Unicode NFC with default case folding, for look-ups and uniqueness.
    public static func folded(_ name: String) -> String {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
        var text = ""
        for scalar in name.precomposedStringWithCanonicalMapping.unicodeScalars {
            // The fold is the lower case of the upper case, for characters that have a fold (dotless i has none).
            text += scalar.properties.changesWhenCaseFolded ? scalar.properties.uppercaseMapping.lowercased() : String(scalar)
        }
        return text.precomposedStringWithCanonicalMapping
    }

    /// Whether a name has no control characters and no spaces at either end.
    public static func isPrintable(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        return scalars.allSatisfy { $0.properties.generalCategory != .control }
            && scalars.first?.properties.isWhitespace != true && scalars.last?.properties.isWhitespace != true
    }
}
