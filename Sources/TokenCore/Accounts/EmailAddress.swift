/// The form of e-mail addresses (contract: `customers.md` §2).
public enum EmailAddress {
    /// One `@`, no blanks or controls, local part of at most 64 and the whole of at most 254 characters.
    public static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let domain = parts.last else { return false }
        let visible = text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.properties.generalCategory != .control }
        return visible && !local.isEmpty && local.unicodeScalars.count <= 64 && !domain.isEmpty
            && text.unicodeScalars.count <= 254
    }
}

extension LoginName {
    /// No control characters, no blanks at the ends.
    public static func isPrintable(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        return scalars.allSatisfy { $0.properties.generalCategory != .control }
            && scalars.first?.properties.isWhitespace != true && scalars.last?.properties.isWhitespace != true
    }
}
