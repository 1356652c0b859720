import ServiceModel
import TokenCore

/// Security keys (contract: `two-factor.md` §10).
enum U2FKeyService: ProviderService {
    static let provider = U2FKeyFactor.descriptor
    static let configureName = "twoFactorAuthU2fKeyConfigureV1"
    static let authenticateName = "twoFactorAuthU2fKeyAuthenticateV1"

    static let configure = Operation(
        service: configureName, method: "getRegistrationData", route: Route(.post, "/V1/tfa/provider/u2fkey/configure"),
        resources: [.anonymous], input: .enrolmentToken, output: .keyRequest, documentation: "Begins the registration of a security key.")

    static let activate = Operation(
        service: configureName, method: "activate", route: Route(.post, "/V1/tfa/provider/u2fkey/activate"), resources: [.anonymous],
        input: .enrolmentKey, documentation: "Sets the provider up, with what the security key answers as proof.")

    static let challenge = Operation(
        service: authenticateName, method: "getAuthenticationData", route: Route(.post, "/V1/tfa/provider/u2fkey/authentication-challenge"),
        resources: [.anonymous], input: .credentials, output: .keyRequest, documentation: "Makes a challenge for a sign-in.")

    static let verify = Operation(
        service: authenticateName, method: "createAdminAccessToken", route: Route(.post, "/V1/tfa/provider/u2fkey/verify"),
        resources: [.anonymous], input: .keyCredentials, output: .secret,
        documentation: "Exchanges the credentials of an administrator and the answer of a security key for an access token.")

    static let operations: [HandledOperation<Core>] =
        [
            configure.handled { core, input, context throws(Fault) in
                KeyRequestData(options: try await core.secondFactors.keys.configure(input.tfaToken, context))
            },
            activate.handled { core, input, context throws(Fault) in
                try await core.secondFactors.keys.activate(input.tfaToken, credential: input.proof, context)
            },
            challenge.handled { core, input, context throws(Fault) in
                KeyRequestData(options: try await core.secondFactors.keys.challenge(input.admin, context))
            },
            verify.handled { core, input, context throws(Fault) in
                try await core.secondFactors.keys.signIn(input.credentials, credential: input.proof, context)
            },
        ] + U2FKeyManagementService.operations
}

extension Codec where Value == EnrolmentProof {
    static let enrolmentKey = enrolment("publicKeyCredentialJson", "What the security key answers, as JSON text.")
}

extension Codec where Value == FactorCredentials {
    static let keyCredentials = factor("publicKeyCredentialJson", "What the security key answers, as JSON text.")
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
