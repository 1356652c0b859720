/// The accepted form of e-mail addresses, for accounts and for mail (contract: `customers.md` §2). Accounts that are older than the rule
/// keep their address.
public enum EmailAddress {
    /// One `@` between a dot-string and a domain that a mail server accepts (RFC 5321 §4.1.2, with the non-ASCII characters of RFC 6531
    /// §3.3): no spaces or control characters, no empty part between dots, labels of letters, digits and inner hyphens. At most 64 bytes
    /// before the `@`, 63 characters in a label, 254 bytes in all.
    ///
    /// Quoted local parts and address literals are refused: few servers accept them, and both can contain the end of an SMTP command.
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
