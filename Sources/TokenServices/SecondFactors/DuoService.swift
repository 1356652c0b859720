import ServiceModel
import TokenCore

/// Duo Security (contract: `two-factor.md` §8).
enum DuoService {
    static let configureName = "twoFactorAuthDuoConfigureV1"
    static let authenticateName = "twoFactorAuthDuoAuthenticateV1"

    static let configure = Operation(
        service: configureName, method: "getDuoConfigurationData", route: route("configure"), resources: [.anonymous],
        input: .setUp, output: Codec<Wire>.mixed.list(), hidesResultFromSOAP: true,
        documentation: "Begins an enrolment at Duo; by REST tells Duo's answer, whether it came, and its status.")

    static let activate = Operation(
        service: configureName, method: "duoActivate", route: route("activate"), resources: [.anonymous], input: .setUp,
        documentation: "Sets the provider up when the enrolment at Duo is complete.")

    static let authenticate = Operation(
        service: authenticateName, method: "createAdminAccessTokenWithCredentialsAndPasscode", route: route("authenticate"),
        resources: [.anonymous], input: .passcodeCredentials, output: .secret,
        documentation: "Exchanges the credentials of an administrator and a passcode, or a push, for an access token.")

    /// Public documents print the code with a hyphen (D72).
    private static func route(_ step: String) -> Route {
        Route(.post, "/V1/tfa/provider/duo_security/\(step)", alias: "/V1/tfa/provider/duo-security/\(step)")
    }

    static let operations: [HandledOperation<Core>] = [
        configure.handled { core, input, context throws(Fault) in
            let answer = try await core.secondFactors.duo.configure(input.tfaToken, context)
            return [answer.json, .bool(true), .int(answer.status)]
        },
        activate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.duo.activate(input.tfaToken, context)
        },
        authenticate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.duo.signIn(input.credentials, passcode: input.code, context)
        },
    ]
}
