import Foundation
import ServiceModel
import TokenCore

extension ClientCredentials {
    /// The challenge to whoever has shown wrong ones, beside that for bearer tokens.
    static let challenge = "Basic realm=\"token-gateway\""

    /// How a form carries them (RFC 6749 §2.3.1).
    static let parameters: [FormParameter] = [.clientID, .clientSecret]

    /// How a request shows client credentials.
    enum Presented {
        case credentials(ClientCredentials)
        /// They cannot be read, or one half is missing.
        case incomplete
    }

    /// What a request shows in its Authorization field or its body (RFC 6749 §2.3.1); `nil` when it shows none.
    /// - Parameter form: the body, where it is a form.
    /// - Throws: `authorization.ambiguous` for more than one way or field; `input.value` for a parameter that is given twice.
    static func presented(by request: GatewayRequest, _ form: FormBody?) throws(Fault) -> Presented? {
        let fields = request.headers[values: .authorization]
        let (key, secret) = (try form?.single(.clientID), try form?.single(.clientSecret))
        guard key == nil && secret == nil else {
            guard fields.isEmpty else { throw Fault(.authorizationAmbiguous) }
            return whole(key, secret).map(Presented.credentials) ?? .incomplete
        }
        guard fields.count <= 1 else { throw Fault(.authorizationAmbiguous) }
        guard let field = fields.first, ASCII.equalsIgnoringCase(field.prefix { $0 != " " }, "basic") else { return nil }
        return basic(field).map(Presented.credentials) ?? .incomplete
    }

    /// RFC 7617, with both halves form-encoded before they were joined.
    private static func basic(_ field: String) -> ClientCredentials? {
        let token = Negotiation.trimmed(field.dropFirst(5))
        guard let bytes = Data(base64Encoded: String(token)), let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":"), let key = PercentEncoding.decode(text[..<colon], allowing: .plusIsSpace),
            let secret = PercentEncoding.decode(text[text.index(after: colon)...], allowing: .plusIsSpace)
        else { return nil }
        return whole(key, secret)
    }

    /// An empty half is one that is missing.
    private static func whole(_ key: String?, _ secret: String?) -> ClientCredentials? {
        guard let key, let secret, !key.isEmpty, !secret.isEmpty else { return nil }
        return ClientCredentials(key: key, secret: Secret(secret))
    }
}
