public import ServiceModel

/// What a new password must be like (contract: `customers.md` §4). Existing ones are never judged.
public struct PasswordPolicy: Sendable, Equatable {
    /// More characters are refused.
    public static let longest = 256
    public let minimumLength: Int
    public let characterClasses: Int

    public init(minimumLength: Int, characterClasses: Int) {
        self.minimumLength = minimumLength
        self.characterClasses = characterClasses
    }

    /// What administrators' passwords must be like: eight characters, no composition rule (ASVS 6.2.1, 6.2.5).
    public static let administrators = PasswordPolicy(minimumLength: 8, characterClasses: 1)

    /// - Parameter email: the account's address, which the password must not equal.
    /// - Throws: the first rule that is broken.
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
