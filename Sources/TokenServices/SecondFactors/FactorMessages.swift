import ServiceModel
import TokenCore

// Parameters that several providers share (contract: `two-factor.md` §2).

/// A configuration token alone.
struct SetUp: Sendable {
    let tfaToken: Secret
}

extension Codec where Value == SetUp {
    static let setUp = object("", SetUp.init, .required("tfaToken", \.tfaToken, .secret, "Configuration token from the set-up mail."))
}

/// A configuration token and a code.
struct SetUpCode: Sendable {
    let tfaToken: Secret
    let otp: Secret
}

extension Codec where Value == SetUpCode {
    static let setUpCode = object(
        "", SetUpCode.init, .required("tfaToken", \.tfaToken, .secret, "Configuration token from the set-up mail."),
        .required("otp", \.otp, .secret, "The code."))
}

/// Credentials and a code under the name that the provider has for it.
struct FactorCredentials: Sendable {
    let username: String
    let password: Secret
    let code: Secret

    var credentials: AdminCredentials { AdminCredentials(username: username, password: password) }
}

extension Codec where Value == FactorCredentials {
    static let otpCredentials = factor("otp", "The code.")
    static let passcodeCredentials = factor("passcode", "A passcode, or push.")
    static let codeCredentials = factor("code", "A recovery code.")
    static let keyCredentials = factor("publicKeyCredentialJson", "What the security key answers, as JSON text.")

    private static func factor(_ name: String, _ documentation: String) -> Codec {
        object(
            "", FactorCredentials.init,
            .required("username", \.username, .string, "User name of the administrator.", emptyIsAbsent: true, isBodyOnly: true),
            .required("password", \.password, .secret, "Password, compared byte for byte; never logged.", emptyIsAbsent: true),
            .required(name, \.code, .secret, documentation))
    }
}

extension Credentials {
    var admin: AdminCredentials { AdminCredentials(username: username, password: password) }
}

/// An administrator by id.
struct UserID: Sendable {
    let userID: Int
}

extension Codec where Value == UserID {
    static let userID = object("", UserID.init, .required("userId", \.userID, .int, "Id of the administrator."))
}

/// Options for a security key.
struct KeyRequestData: Sendable {
    let options: String
}

extension Codec where Value == KeyRequestData {
    static let keyRequest = object(
        "TwoFactorAuthDataU2fWebAuthnRequestInterface", KeyRequestData.init,
        .required("credentialRequestOptionsJson", \.options, .string, "Options for navigator.credentials, as JSON text."))
}
