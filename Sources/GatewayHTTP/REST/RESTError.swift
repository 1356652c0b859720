import HTTPTypes
import ServiceModel

/// The body of a refusal (contract: `rest.md` §12).
struct RESTError: Sendable {
    let texts: MessageTexts

    func response(_ fault: Fault, format: BodyFormat, template: String) -> GatewayResponse {
        let status = Status.of(fault.kind)
        var headers = RESTHeaders.common
        headers[.contentType] = format.contentType
        if let seconds = fault.retryAfter { headers[.retryAfter] = String(seconds) }
        let wire = Wire.object(body(fault))
        let bytes = format == .json ? JSONWriter.write(wire) : XMLResponse.write(wire, snakeCase: false)
        return GatewayResponse(status: status, headers: headers, body: bytes, template: template, reason: fault.message.id)
    }

    /// What 406 says, in a form that is sent whatever was asked for (`rest.md` §7).
    func fallback(_ fault: Fault, accept: String?, template: String) -> GatewayResponse {
        let isXML = accept?.lowercased().contains("xml") ?? false
        let entry: Wire = ["code": .int(Status.of(fault.kind)), "message": .text(texts.text(of: fault))]
        var response = response(fault, format: isXML ? .xml : .json, template: template)
        response.body =
            isXML
            ? XMLFallback.write(code: Status.of(fault.kind), message: texts.text(of: fault))
            : JSONWriter.write(["messages": ["error": [entry]]])
        return response
    }

    private func body(_ fault: Fault) -> WireObject {
        var object = WireObject()
        object.append("message", .text(texts.text(of: fault)))
        if !fault.collected.isEmpty {
            object.append("errors", .list(fault.collected.map(entry)))
        }
        let parameters = Self.parameters(fault)
        if let parameters { object.append("parameters", parameters) }
        return object
    }

    private func entry(_ fault: Fault) -> Wire {
        ["message": .text(texts.text(of: fault)), "parameters": Self.parameters(fault) ?? .list([])]
    }

    /// An object for named values, a list for positional ones, nothing for none.
    private static func parameters(_ fault: Fault) -> Wire? {
        let values = fault.parameters.compactMap { argument -> (String?, Wire)? in
            if case .wire(let wire) = argument.value { (argument.name, wire) } else { nil }
        }
        guard let first = values.first else { return nil }
        if first.0 == nil { return .list(values.map(\.1)) }
        return .object(WireObject(values.map { .init(name: $0.0 ?? "", value: $0.1) }))
    }
}

/// Headers of every answer below `/rest` (contract: `rest.md` §13).
enum RESTHeaders {
    static let common: HTTPFields = [.cacheControl: "no-store", .vary: "Accept, Authorization", .xContentTypeOptions: "nosniff"]
}
