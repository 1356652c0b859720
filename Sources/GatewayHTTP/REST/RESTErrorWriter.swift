import HTTPTypes
import SafeXML
import ServiceModel

/// Error responses of REST (contract: `rest.md` §12).
struct RESTErrorWriter: Sendable {
    let texts: MessageTexts

    func response(_ fault: Fault, format: BodyFormat, template: String) -> GatewayResponse {
        let status = fault.kind.httpStatus
        var headers = RESTContext.headers
        headers[.contentType] = format.contentType
        if let seconds = fault.retryAfter { headers[.retryAfter] = String(seconds) }
        let wire = Wire.object(body(fault))
        let bytes = format == .json ? JSONWriter.write(wire) : XMLResponse.write(wire, snakeCase: false)
        return GatewayResponse(status: status, headers: headers, body: bytes, template: template, reason: fault.message.id)
    }

    /// The body of 406, whose format does not depend on the negotiation (`rest.md` §7).
    func fallback(_ fault: Fault, accept: String?, template: String) -> GatewayResponse {
        let isXML = accept?.lowercased().contains("xml") ?? false
        let entry: Wire = ["code": .int(fault.kind.httpStatus), "message": .text(texts.text(of: fault))]
        var response = response(fault, format: isXML ? .xml : .json, template: template)
        response.body =
            isXML
            ? Self.fallbackXML(code: fault.kind.httpStatus, message: texts.text(of: fault))
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

    private static func fallbackXML(code: Int, message: String) -> [UInt8] {
        var writer = XMLWriter(.versionWithoutLineFeed)
        writer.element("error") { writer in
            writer.element("messages") { writer in
                writer.element("error") { writer in
                    writer.element("data_item") { writer in
                        writer.element("code", text: String(code))
                        writer.element("message", text: message)
                    }
                }
            }
        }
        return writer.finish()
    }

    /// An object for named values, a list for positional ones, `nil` without values.
    private static func parameters(_ fault: Fault) -> Wire? {
        let values = fault.parameters.compactMap { argument -> (String?, Wire)? in
            if case .wire(let wire) = argument.value { (argument.name, wire) } else { nil }
        }
        guard let first = values.first else { return nil }
        if first.0 == nil { return .list(values.map(\.1)) }
        return .object(WireObject(values.map { .init(name: $0.0 ?? "", value: $0.1) }))
    }
}
