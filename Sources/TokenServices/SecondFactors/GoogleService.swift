import ServiceModel
import TokenCore

/// Codes of an authenticator application (contract: `two-factor.md` §7).
enum GoogleService: ProviderService {
    static let provider = GoogleFactor.descriptor
    static let configureName = "twoFactorAuthGoogleConfigureV1"
    static let authenticateName = "twoFactorAuthGoogleAuthenticateV1"

    static let configure = Operation(
        service: configureName, method: "getConfigurationData", route: Route(.post, "/V1/tfa/provider/google/configure"),
        resources: [.anonymous], input: .enrolmentToken, output: .googleConfiguration,
        documentation: "Tells what an authenticator application needs.")

    static let activate = Operation(
        service: configureName, method: "activate", route: Route(.post, "/V1/tfa/provider/google/activate"), resources: [.anonymous],
        input: .enrolmentCode, documentation: "Sets the provider up, with a code of the application as proof.")

    static let authenticate = Operation(
        service: authenticateName, method: "createAdminAccessToken", route: Route(.post, "/V1/tfa/provider/google/authenticate"),
        resources: [.anonymous], input: .codeCredentials, output: .secret,
        documentation: "Exchanges the credentials of an administrator and a code for an access token.")

    static let operations: [HandledOperation<Core>] = [
        configure.handled { core, input, context throws(Fault) in
            GoogleConfigurationData(try await core.secondFactors.google.configure(input.tfaToken, context))
        },
        activate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.google.activate(input.tfaToken, code: input.proof, context)
        },
        authenticate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.google.signIn(input.credentials, code: input.proof, context)
        },
    ]
}

struct GoogleConfigurationData: Sendable {
    let qrCode: String
    let secret: Secret
}

extension GoogleConfigurationData {
    init(_ configuration: GoogleFactor.Configuration) {
        self.init(qrCode: configuration.qrCode, secret: configuration.secret)
    }
}

extension Codec where Value == GoogleConfigurationData {
    static let googleConfiguration = object(
        "TwoFactorAuthDataGoogleConfigureInterface", GoogleConfigurationData.init,
        .required("qrCodeBase64", \.qrCode, .string, "The key URI as a QR code: PNG in base64."),
        .required("secretCode", \.secret, .secret, "The secret in base32."))
}
