public import ServiceModel

/// The rules for new passwords (contract: `customers.md` §4). Existing passwords are not checked.
public struct PasswordPolicy: Sendable, Equatable {
    /// The maximum length in characters.
    public static let longest = 256
    public let minimumLength: Int
    public let characterClasses: Int

    public init(minimumLength: Int, characterClasses: Int) {
        self.minimumLength = minimumLength
        self.characterClasses = characterClasses
    }

    /// The rules for passwords of admins: eight characters, no composition rule (ASVS 6.2.1, 6.2.5).
    public static let administrators = PasswordPolicy(minimumLength: 8, characterClasses: 1)

    /// - Parameter email: the address of the account, which the password must not equal.
    /// - Throws: the fault of the first rule that is violated.
    public func check(_ password: Secret, email: String) throws(Fault) {
        let text = password.revealed
        let scalars = text.unicodeScalars
        if scalars.count > Self.longest { throw Fault(.passwordTooLong, [.init(.int(Self.longest))]) }
        if scalars.count < minimumLength { throw Fault(.passwordTooShort, [.init(.text(String(minimumLength)))]) }
        if scalars.first?.properties.isWhitespace == true || scalars.last?.properties.isWhitespace == true {
            throw Fault(.passwordEdgeSpace)
        }
        if Set(scalars.map(CharacterClass.init)).count < characterClasses {
            throw Fault(.passwordTooFewClasses, [.init(.text(String(characterClasses)))])
        }
        if LoginName.folded(text).utf8Equals(LoginName.folded(email)) { throw Fault(.passwordEqualsEmail) }
    }

    private enum CharacterClass {
        case lower, upper, digit, other

        init(_ scalar: Unicode.Scalar) {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter: self = .lower
            case .uppercaseLetter: self = .upper
            case .decimalNumber: self = .digit
            default: self = .other
            }
        }
    }
}
