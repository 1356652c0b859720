import HTTPTypes
import ServiceModel

/// A body of `application/x-www-form-urlencoded`, as OAuth 2 wants parameters sent. Parameters that nobody asks for are ignored
/// (RFC 6749 §3.2: unrecognized ones must be).
struct FormBody {
    static let mediaType = "application/x-www-form-urlencoded"

    private let parameters: QueryParameters

    /// - Throws: `content-type.missing`, `content-type.unsupported`, `content-encoding.unsupported`, `body.undecodable`.
    init(of request: GatewayRequest) throws(Fault) {
        guard request.headers[.contentEncoding] == nil else { throw Fault(.contentEncodingUnsupported) }
        guard let type = request.headers[.contentType] else { throw Fault(.contentTypeMissing) }
        let essence = type.prefix { $0 != ";" }.lowercased()
        guard Negotiation.trimmed(essence[...]) == Self.mediaType else { throw Fault(.contentTypeUnsupported, [.init(.text(essence))]) }
        guard let text = String(validating: request.body, as: UTF8.self) else { throw Fault(.bodyUndecodable) }
        do { parameters = try QueryParameters(form: text) } catch { throw Fault(.bodyUndecodable) }
    }

    /// The value of a parameter; `nil` when it is not there.
    /// - Throws: `input.value` when it is given twice (RFC 6749 §3.2).
    func single(_ name: String) throws(Fault) -> String? {
        let values = parameters.pairs.filter { $0.name.utf8Equals(name) }.map(\.value)
        guard values.count <= 1 else { throw Fault(.inputValue, [.init("value", ""), Self.field(name)]) }
        return values.first
    }

    /// The value of a parameter that must be there.
    /// - Throws: `input.required`; `input.value` when it is given twice.
    func secret(_ name: String) throws(Fault) -> Secret {
        guard let value = try single(name), !value.isEmpty else { throw Fault(.inputRequired, [Self.field(name)]) }
        return Secret(value)
    }

    /// Addresses are logged by whoever stands in between.
    /// - Throws: `input.secret-in-query`.
    static func refuseQuery(_ name: String, in request: GatewayRequest) throws(Fault) {
        guard try !QueryParameters(request.query).has(name) else { throw Fault(.inputSecretInQuery, [field(name)]) }
    }

    private static func field(_ name: String) -> Fault.Argument { .init("fieldName", .text(name)) }
}
