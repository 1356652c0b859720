import HTTPTypes
import ServiceModel

/// What is known about one SOAP request so far; every answer is made here.
struct SOAPExchange: Sendable {
    let request: GatewayRequest
    var version: SOAPVersion
    var namespace = ""
    var notUnderstood: [Envelope.Misunderstood] = []
    var template = "/soap/{store}"
    /// A WSDL document or the list of services is asked for, with a method that serves it.
    var isDocument = false
    /// The address is one of a document, whatever the method.
    var isDescribed = false
    var allow: String?
    var challenge: String?

    init(request: GatewayRequest, version: SOAPVersion) {
        self.request = request
        self.version = version
    }

    private static let common: HTTPFields = [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"]

    func options() -> GatewayResponse {
        var headers = Self.common
        headers[.allow] = allow
        return GatewayResponse(status: 204, headers: headers, template: template)
    }

    func success(_ result: Wire, _ description: OperationDescription) -> GatewayResponse {
        var headers = Self.common
        headers[.contentType] = version.contentType
        let body = SOAPResponseWriter.write(result, of: description, version: version, namespace: namespace)
        return GatewayResponse(status: 200, headers: headers, body: body, template: template)
    }

    func refusal(_ fault: Fault, _ writer: FaultWriter) -> GatewayResponse {
        // Document requests have HTTP's statuses and a SOAP 1.2 fault; a version mismatch is told in 1.2, too.
        let spoken: SOAPVersion = isDocument || fault.kind == .versionMismatch ? .v12 : version
        var headers = Self.common
        headers[.contentType] = isDocument ? Document.wsdlType : spoken.contentType
        if fault.kind == .methodNotAllowed { headers[.allow] = allow }
        if let seconds = fault.retryAfter { headers[.retryAfter] = String(seconds) }
        if isDocument, fault.kind == .unauthorized { headers[.wwwAuthenticate] = challenge }
        let status = isDocument ? Status.of(fault.kind) : FaultCode.status(of: fault, spoken)
        let body = writer.write(fault, version: spoken, namespace: namespace, notUnderstood: notUnderstood)
        return GatewayResponse(status: status, headers: headers, body: body, template: template, reason: fault.message.id)
    }
}
