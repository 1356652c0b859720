import HTTPTypes
import ServiceModel

/// A body of `application/x-www-form-urlencoded`, as OAuth 2 wants parameters sent.
enum FormBody {
    static let mediaType = "application/x-www-form-urlencoded"

    /// The value of the one parameter that counts; others are ignored (RFC 6749 §3.2: unrecognized ones must be).
    /// - Throws: `content-type.missing`, `content-type.unsupported`, `content-encoding.unsupported`, `body.undecodable`,
    ///   `input.required`; `input.value` when the parameter is given twice; `input.secret-in-query` when it is in the address.
    static func secret(_ name: String, in request: GatewayRequest) throws(Fault) -> Secret {
        let field = Fault.Argument("fieldName", .text(name))
        guard try !QueryParameters(request.query).has(name) else { throw Fault(.inputSecretInQuery, [field]) }
        guard request.headers[.contentEncoding] == nil else { throw Fault(.contentEncodingUnsupported) }
        guard let type = request.headers[.contentType] else { throw Fault(.contentTypeMissing) }
        let essence = type.prefix { $0 != ";" }.lowercased()
        guard Negotiation.trimmed(essence[...]) == mediaType else { throw Fault(.contentTypeUnsupported, [.init(.text(essence))]) }
        guard let text = String(validating: request.body, as: UTF8.self) else { throw Fault(.bodyUndecodable) }
        let values = try QueryParameters(form: text).pairs.filter { WireObject.same($0.name, name) }.map(\.value)
        guard let value = values.first, !value.isEmpty else { throw Fault(.inputRequired, [field]) }
        guard values.count == 1 else { throw Fault(.inputValue, [.init("value", ""), field]) }
        return Secret(value)
    }
}
