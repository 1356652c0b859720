import ServiceModel
import TokenCore

/// Duo Security (contract: `two-factor.md` §8).
enum DuoService: ProviderService {
    static let provider = DuoFactor.descriptor
    static let configureName = "twoFactorAuthDuoConfigureV1"
    static let authenticateName = "twoFactorAuthDuoAuthenticateV1"

    static let configure = Operation(
        service: configureName, method: "getDuoConfigurationData", route: route("configure"), resources: [.anonymous],
        input: .enrolmentToken, output: Codec<Wire>.mixed.list(), hidesResultFromSOAP: true,
        documentation: "Begins an enrolment at Duo; by REST tells Duo's answer, whether it came, and its status.")

    static let activate = Operation(
        service: configureName, method: "duoActivate", route: route("activate"), resources: [.anonymous], input: .enrolmentToken,
        documentation: "Sets the provider up when the enrolment at Duo is complete.")

    static let authenticate = Operation(
        service: authenticateName, method: "createAdminAccessTokenWithCredentialsAndPasscode", route: route("authenticate"),
        resources: [.anonymous], input: .passcodeCredentials, output: .secret,
        documentation: "Exchanges the credentials of an administrator and a passcode, or a push, for an access token.")

    /// The alias is for clients of Magento's published documents, which print the code with a hyphen (D72).
    private static func route(_ step: String) -> Route {
        Route(.post, "/V1/tfa/provider/duo_security/\(step)", alias: "/V1/tfa/provider/duo-security/\(step)")
    }

    static let operations: [HandledOperation<Core>] = [
        configure.handled { core, input, context throws(Fault) in
            let response = try await core.secondFactors.duo.configure(input.tfaToken, context)
            return [response.json, .bool(true), .int(response.status)]
        },
        activate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.duo.activate(input.tfaToken, context)
        },
        authenticate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.duo.signIn(input.credentials, passcode: input.proof, context)
        },
    ]
}

extension Codec where Value == FactorCredentials {
    static let passcodeCredentials = factor("passcode", "A passcode, or push.")
}
