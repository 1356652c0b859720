import HTTPTypes
import ServiceModel

/// A body of `application/x-www-form-urlencoded`, in which OAuth 2 sends parameters. Unrecognized parameters are ignored
/// (RFC 6749 §3.2).
struct FormBody {
    static let mediaType = "application/x-www-form-urlencoded"

    private let parameters: QueryParameters

    /// - Throws: `content-type.missing`, `content-type.unsupported`, `content-encoding.unsupported`, `body.undecodable`.
    init(of request: GatewayRequest) throws(Fault) {
        guard request.headers[.contentEncoding] == nil else { throw Fault(.contentEncodingUnsupported) }
        guard let type = request.headers[.contentType] else { throw Fault(.contentTypeMissing) }
        let essence = type.prefix { $0 != ";" }.lowercased()
        guard FieldSyntax.trimmed(essence[...]) == Self.mediaType else { throw Fault(.contentTypeUnsupported, [.init(.text(essence))]) }
        guard let text = String(validating: request.body, as: UTF8.self) else { throw Fault(.bodyUndecodable) }
        do { parameters = try QueryParameters(form: text) } catch { throw Fault(.bodyUndecodable) }
    }

    /// The value of a parameter; `nil` if it is absent.
    /// - Throws: `input.value` if it is repeated (RFC 6749 §3.2).
    func single(_ parameter: FormParameter) throws(Fault) -> String? {
        let values = parameters.pairs.filter { $0.name.utf8Equals(parameter.name) }.map(\.value)
        guard values.count <= 1 else { throw Fault(.inputValue, [.init("value", ""), parameter.fieldName]) }
        return values.first
    }

    /// The value of a mandatory parameter.
    /// - Throws: `input.required`; `input.value` if it is repeated.
    func secret(_ parameter: FormParameter) throws(Fault) -> Secret {
        guard let value = try single(parameter), !value.isEmpty else { throw Fault(.inputRequired, [parameter.fieldName]) }
        return Secret(value)
    }

    /// Refuses secrets in the query, because addresses are logged.
    /// - Throws: `input.secret-in-query`.
    static func refuseSecrets(of parameters: [FormParameter], inQueryOf request: GatewayRequest) throws(Fault) {
        let query = try QueryParameters(request.query)
        guard let found = parameters.first(where: { $0.isSecret && query.has($0.name) }) else { return }
        throw Fault(.inputSecretInQuery, [found.fieldName])
    }
}

/// A parameter of the OAuth 2 endpoints (RFC 6749 §2.3.1, RFC 7009 §2.1, RFC 7662 §2.1).
struct FormParameter: Sendable {
    let name: String
    let isSecret: Bool

    static let clientID = FormParameter(name: "client_id", isSecret: false)
    static let clientSecret = FormParameter(name: "client_secret", isSecret: true)
    static let token = FormParameter(name: "token", isSecret: true)

    fileprivate var fieldName: Fault.Argument { .init("fieldName", .text(name)) }
}
