import Foundation

/// The forms under which names of accounts are kept and compared.
public enum LoginName {
    /// Longer names belong to nobody.
    public static let longest = 255

    /// Without case: Unicode NFC and default case folding. Look-ups and uniqueness go by this.
    public static func folded(_ name: String) -> String {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
        var text = ""
        for scalar in name.precomposedStringWithCanonicalMapping.unicodeScalars {
            // Folding is the lower case of the upper case, for the characters that fold at all (dotless i does not).
            text += scalar.properties.changesWhenCaseFolded ? scalar.properties.uppercaseMapping.lowercased() : String(scalar)
        }
        return text.precomposedStringWithCanonicalMapping
    }
}
