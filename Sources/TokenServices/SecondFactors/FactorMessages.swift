import ServiceModel
import TokenCore

// Parameters that several providers share (contract: `two-factor.md` §2).

extension Field where Value == Secret {
    static func tfaToken(_ path: any KeyPath<Root, Secret> & Sendable) -> Field {
        .required("tfaToken", path, .secret, "Configuration token from the set-up mail.")
    }

    static func adminPassword(_ path: any KeyPath<Root, Secret> & Sendable) -> Field {
        .required("password", path, .secret, "Password, compared byte for byte; never logged.", emptyIsAbsent: true)
    }
}

extension Field where Value == String {
    static func adminUsername(_ path: any KeyPath<Root, String> & Sendable) -> Field {
        .required("username", path, .string, "User name of the administrator.", emptyIsAbsent: true, isBodyOnly: true)
    }
}

/// A configuration token.
struct EnrolmentToken: Sendable {
    let tfaToken: Secret
}

extension Codec where Value == EnrolmentToken {
    static let enrolmentToken = object("", EnrolmentToken.init, .tfaToken(\.tfaToken))
}

/// A configuration token and a proof.
struct EnrolmentProof: Sendable {
    let tfaToken: Secret
    let proof: Secret
}

extension Codec where Value == EnrolmentProof {
    static let enrolmentCode = enrolment("otp", "The code.")

    /// - Parameter name: of the proof.
    static func enrolment(_ name: String, _ documentation: String) -> Codec {
        object("", EnrolmentProof.init, .tfaToken(\.tfaToken), .required(name, \.proof, .secret, documentation))
    }
}

/// Credentials of an administrator and a proof.
struct FactorCredentials: Sendable {
    let username: String
    let password: Secret
    let proof: Secret

    var credentials: AdminCredentials { AdminCredentials(username: username, password: password) }
}

extension Codec where Value == FactorCredentials {
    static let codeCredentials = factor("otp", "The code.")

    /// - Parameter name: of the proof.
    static func factor(_ name: String, _ documentation: String) -> Codec {
        object(
            "", FactorCredentials.init, .adminUsername(\.username), .adminPassword(\.password),
            .required(name, \.proof, .secret, documentation))
    }
}

extension Credentials {
    var admin: AdminCredentials { AdminCredentials(username: username, password: password) }
}
