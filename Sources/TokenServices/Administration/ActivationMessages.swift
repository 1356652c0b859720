import ServiceModel
import TokenCore

/// The integration to activate.
struct ActivationInput: Sendable {
    let name: String
    let baseURL: String
}

extension Codec where Value == ActivationInput {
    static let activation = object(
        "", ActivationInput.init, .required("name", \.name, .string, "Name of the integration."),
        .required("baseUrl", \.baseURL, .string, "Public base URL of the gateway, without a slash at its end."))
}

struct CredentialsData: Sendable {
    let consumerKey: String
    let consumerSecret: Secret
    let accessToken: Secret
    let accessTokenSecret: Secret
}

extension Codec where Value == CredentialsData {
    static let integrationCredentials = object(
        "AdministrationDataCredentials", CredentialsData.init, .required("consumerKey", \.consumerKey, .string, "Consumer key."),
        .required("consumerSecret", \.consumerSecret, .secret, "Consumer secret."),
        .required("accessToken", \.accessToken, .secret, "Access token."),
        .required("accessTokenSecret", \.accessTokenSecret, .secret, "Access token secret."))
}

struct ActivationData: Sendable {
    let credentials: CredentialsData?
    let identityLink: String?
}

extension ActivationData {
    init(_ activation: Administration.Activation) {
        switch activation {
        case .complete(let made):
            let credentials = CredentialsData(
                consumerKey: made.consumerKey, consumerSecret: made.consumerSecret, accessToken: made.accessToken,
                accessTokenSecret: made.accessTokenSecret)
            self.init(credentials: credentials, identityLink: nil)
        case .underWay(let identityLink): self.init(credentials: nil, identityLink: identityLink)
        }
    }
}

extension Codec where Value == ActivationData {
    static let activationResult = object(
        "AdministrationDataActivation", ActivationData.init,
        .optional("credentials", \.credentials, .integrationCredentials, "Shown this once; absent while an exchange is in progress."),
        .optional("identityLink", \.identityLink, .string, "Page to open in a browser while an exchange is in progress."))
}
