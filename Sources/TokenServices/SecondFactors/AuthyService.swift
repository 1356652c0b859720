import ServiceModel
import TokenCore

/// Authy (contract: `two-factor.md` §9).
enum AuthyService: ProviderService {
    static let provider = AuthyFactor.descriptor
    static let configureName = "twoFactorAuthAuthyConfigureV1"
    static let authenticateName = "twoFactorAuthAuthyAuthenticateV1"

    static let configure = Operation(
        service: configureName, method: "sendDeviceRegistrationPrompt", route: Route(.post, "/V1/tfa/provider/authy/configure"),
        resources: [.anonymous], input: .authyEnrolment, output: .authyPrompt, documentation: "Has Authy send a code to a phone.")

    static let activate = Operation(
        service: configureName, method: "activate", route: Route(.post, "/V1/tfa/provider/authy/activate"), resources: [.anonymous],
        input: .enrolmentCode, documentation: "Sets the provider up, with the code from the phone as proof.")

    static let authenticate = Operation(
        service: authenticateName, method: "createAdminAccessTokenWithCredentials",
        route: Route(.post, "/V1/tfa/provider/authy/authenticate"), resources: [.anonymous], input: .codeCredentials, output: .secret,
        documentation: "Exchanges the credentials of an administrator and a code for an access token.")

    static let send = Operation(
        service: authenticateName, method: "sendToken", route: Route(.post, "/V1/tfa/provider/authy/send-token/:via"),
        resources: [.anonymous], input: .authyMessage, documentation: "Has Authy send a code or ask for an approval.")

    // The method is spelled as in Magento's contract.
    static let approve = Operation(
        service: authenticateName, method: "creatAdminAccessTokenWithOneTouch",
        route: Route(.post, "/V1/tfa/provider/authy/authenticate-onetouch"), resources: [.anonymous], input: .credentials,
        output: .secret, documentation: "Exchanges the credentials of an administrator and an approval for an access token.")

    static let operations: [HandledOperation<Core>] = [
        configure.handled { core, input, context throws(Fault) in
            let device = input.deviceData
            return AuthyPromptData(
                try await core.secondFactors.authy.configure(
                    input.tfaToken, .init(country: device.country, phone: device.phone, method: device.method), context))
        },
        activate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.authy.activate(input.tfaToken, code: input.proof, context)
        },
        authenticate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.authy.signIn(input.credentials, code: input.proof, context)
        },
        send.handled { core, input, context throws(Fault) in
            try await core.secondFactors.authy.send(input.credentials, via: input.via, context)
        },
        approve.handled { core, input, context throws(Fault) in
            try await core.secondFactors.authy.signInWithApproval(input.admin, context)
        },
    ]
}

struct AuthyDeviceData: Sendable {
    let country: String
    let phone: String
    let method: String
}

extension Codec where Value == AuthyDeviceData {
    static let authyDevice = object(
        "TwoFactorAuthDataAuthyDeviceInterface", AuthyDeviceData.init,
        .required("country", \.country, .string, "Country code of the phone, digits alone."),
        .required("phoneNumber", \.phone, .string, "Number of the phone."),
        .required("method", \.method, .string, "sms or call."))
}

struct AuthyEnrolment: Sendable {
    let tfaToken: Secret
    let deviceData: AuthyDeviceData
}

extension Codec where Value == AuthyEnrolment {
    static let authyEnrolment = object(
        "", AuthyEnrolment.init, .tfaToken(\.tfaToken),
        .required("deviceData", \.deviceData, .authyDevice, "The phone."))
}

struct AuthyMessage: Sendable {
    let username: String
    let password: Secret
    let via: String

    var credentials: AdminCredentials { AdminCredentials(username: username, password: password) }
}

extension Codec where Value == AuthyMessage {
    static let authyMessage = object(
        "", AuthyMessage.init,
        .adminUsername(\.username), .adminPassword(\.password),
        .required("via", \.via, .string, "sms, call or onetouch."))
}

struct AuthyPromptData: Sendable {
    let message: String
    let expirationSeconds: String
}

extension AuthyPromptData {
    init(_ prompt: AuthyFactor.Prompt) {
        self.init(message: prompt.message, expirationSeconds: prompt.expirationSeconds)
    }
}

extension Codec where Value == AuthyPromptData {
    static let authyPrompt = object(
        "TwoFactorAuthDataAuthyRegistrationPromptResponseInterface", AuthyPromptData.init,
        .required("message", \.message, .string, "What Authy says."),
        .required("expirationSeconds", \.expirationSeconds, .string, "Seconds in which the code is good."))
}
