/// The form of e-mail addresses that accounts are made with and mails are sent to, the one rule for both (contract: `customers.md` §2).
/// Accounts that were there before it keep theirs.
public enum EmailAddress {
    /// One `@` between a dot-string and a domain that a mail server can take (RFC 5321 §4.1.2, non-ASCII characters as RFC 6531 §3.3 has
    /// them): no blanks or controls, no empty part between dots, labels of letters, digits and inner hyphens. At most 64 bytes before the
    /// `@`, 63 characters in a label, 254 bytes in all.
    ///
    /// Quoted names and address literals are refused: hardly a server takes them, and both can hold what ends a command.
    public static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let domain = parts.last else { return false }
        return local.utf8.count <= 64 && text.utf8.count <= 254 && atoms(of: local).allSatisfy(isAtom)
            && atoms(of: domain).allSatisfy(isLabel)
    }

    private static func atoms(of text: Substring) -> [Substring] {
        text.split(separator: ".", omittingEmptySubsequences: false)
    }

    private static func isAtom(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.isASCII ? isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains($0) : isVisible($0)
            }
    }

    private static func isLabel(_ text: Substring) -> Bool {
        !text.isEmpty && text.unicodeScalars.count <= 63 && text.first != "-" && text.last != "-"
            && text.unicodeScalars.allSatisfy { $0.isASCII ? isAlphanumeric($0) || $0 == "-" : isVisible($0) }
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
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
