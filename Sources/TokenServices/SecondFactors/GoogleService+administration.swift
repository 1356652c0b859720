package import ServiceModel
package import TokenCore

/// The secrets of other administrators (contract: `two-factor.md` §7).
extension SecondFactorAdministrationService {
    package static let setGoogleSecret: HandledOperation<Core> = Operation(
        service: name, method: "setGoogleSecret", resources: [.secondFactors], input: .googleSecret,
        documentation: "Gives an administrator a secret for one-time codes and activates the provider; with another secret all tokens end."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).setGoogleSecret(input.secret, of: input.username)
    }
}

struct GoogleSecretInput: Sendable {
    let username: String
    let secret: Secret
}

extension Codec where Value == GoogleSecretInput {
    static let googleSecret = object(
        "", GoogleSecretInput.init, .required("username", \.username, .string, "Name of the administrator."),
        .required("secret", \.secret, .secret, "Secret in base32."))
}
