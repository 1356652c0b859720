import Foundation
import ServiceModel
import TokenCore

extension ClientCredentials {
    /// The challenge after wrong client credentials, in addition to the one for bearer tokens.
    static let challenge = "Basic realm=\"token-gateway\""

    /// How a form carries them (RFC 6749 §2.3.1).
    static let parameters: [FormParameter] = [.clientID, .clientSecret]

    /// The client credentials of a request.
    enum Presented {
        case credentials(ClientCredentials)
        /// They cannot be decoded, or one half is missing.
        case incomplete
    }

    /// The credentials in the `Authorization` field or the body (RFC 6749 §2.3.1); `nil` without any.
    /// - Parameter form: the body if it is a form.
    /// - Throws: `authorization.ambiguous` for more than one method or field; `input.value` for a repeated parameter.
    static func presented(by request: GatewayRequest, _ form: FormBody?) throws(Fault) -> Presented? {
        let fields = request.headers[values: .authorization]
        let (key, secret) = (try form?.single(.clientID), try form?.single(.clientSecret))
        guard key == nil && secret == nil else {
            guard fields.isEmpty else { throw Fault(.authorizationAmbiguous) }
            return complete(key, secret).map(Presented.credentials) ?? .incomplete
        }
        guard fields.count <= 1 else { throw Fault(.authorizationAmbiguous) }
        guard let field = fields.first, FieldSyntax.equalsIgnoringCase(field.prefix { $0 != " " }, "basic") else { return nil }
        return basic(field).map(Presented.credentials) ?? .incomplete
    }

    /// Basic credentials (RFC 7617), whose halves are form-encoded (RFC 6749 §2.3.1).
    private static func basic(_ field: String) -> ClientCredentials? {
        let token = FieldSyntax.trimmed(field.dropFirst(5))
        guard let bytes = Data(base64Encoded: String(token)), let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":"), let key = PercentEncoding.decode(text[..<colon], allowing: .plusIsSpace),
            let secret = PercentEncoding.decode(text[text.index(after: colon)...], allowing: .plusIsSpace)
        else { return nil }
        return complete(key, secret)
    }

    /// `nil` if a half is missing or empty.
    private static func complete(_ key: String?, _ secret: String?) -> ClientCredentials? {
        guard let key, let secret, !key.isEmpty, !secret.isEmpty else { return nil }
        return ClientCredentials(key: key, secret: Secret(secret))
    }
}
