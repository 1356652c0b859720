extension XMLName {
    /// Whether the text is a name without prefix (NCName of Namespaces in XML 1.0). The length is not checked.
    public static func isLocalName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, canStartName(first) else { return false }
        return text.unicodeScalars.allSatisfy(canContinueName)
    }

    /// An element name for a key (contract: `rest.md` §10). A key that is a valid name is returned unchanged.
    ///
    /// Otherwise spaces and colons become `_`, illegal characters are removed, and `_` is trimmed at both ends. A result that begins with a
    /// character that cannot begin a name gets the prefix `item_`, which replaces leading dots. An empty result becomes `item`.
    public static func sanitized(_ key: String) -> String {
        if isLocalName(key) { return key }
        var kept: [Unicode.Scalar] = []
        for scalar in key.unicodeScalars {
            if scalar == " " || scalar == ":" {
                kept.append("_")
            } else if canContinueName(scalar) {
                kept.append(scalar)
            }
        }
        var rest = kept.drop { $0 == "_" }
        while rest.last == "_" { rest.removeLast() }
        guard let first = rest.first else { return "item" }
        if canStartName(first) { return string(rest) }
        rest = rest.drop { $0 == "." }
        return rest.isEmpty ? "item" : "item_" + string(rest)
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// NameStartChar of XML 1.0 (fifth edition) without the colon.
    private static func canStartName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0x5F: true
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F: true
        case 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF: true
        default: false
        }
    }

    /// NameChar of XML 1.0 (fifth edition) without the colon.
    private static func canContinueName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x2D, 0x2E, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: canStartName(scalar)
        }
    }
}
