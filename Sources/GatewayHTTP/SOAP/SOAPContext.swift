import HTTPTypes
import ServiceModel

/// The state of one SOAP request while it is handled. Makes the responses, because their form depends on it.
struct SOAPContext: Sendable {
    let request: GatewayRequest
    var version: SOAPVersion
    var namespace = ""
    var notUnderstood: [Envelope.NotUnderstood] = []
    var template = "/soap/{store}"
    /// Whether the request is for a WSDL document or the list of services, with a method that serves it.
    var servesDocument = false
    /// Whether the query requests a document, whatever the method.
    var requestsDocument = false
    var allow: String?
    var challenge: String?

    init(request: GatewayRequest, version: SOAPVersion) {
        self.request = request
        self.version = version
    }

    func options() -> GatewayResponse {
        var headers = HTTPFields.uncached
        headers[.allow] = allow
        return GatewayResponse(status: 204, headers: headers, template: template)
    }

    func success(_ result: Wire, _ description: OperationDescription) -> GatewayResponse {
        var headers = HTTPFields.uncached
        headers[.contentType] = version.contentType
        let body = SOAPResponseWriter.write(result, of: description, version: version, namespace: namespace)
        return GatewayResponse(status: 200, headers: headers, body: body, template: template)
    }

    func refusal(_ fault: Fault, _ writer: FaultWriter) -> GatewayResponse {
        // Document requests get HTTP statuses and a SOAP 1.2 fault; a version mismatch is reported in SOAP 1.2 as well.
        let faultVersion: SOAPVersion = servesDocument || fault.kind == .versionMismatch ? .v12 : version
        var headers = HTTPFields.uncached
        headers[.contentType] = servesDocument ? Document.wsdlType : faultVersion.contentType
        if fault.kind == .methodNotAllowed { headers[.allow] = allow }
        if let seconds = fault.retryAfter { headers[.retryAfter] = String(seconds) }
        if servesDocument, fault.kind == .unauthorized { headers[.wwwAuthenticate] = challenge }
        let status = servesDocument ? fault.kind.httpStatus : FaultCode.status(of: fault, faultVersion)
        let body = writer.write(fault, version: faultVersion, namespace: namespace, notUnderstood: notUnderstood)
        return GatewayResponse(status: status, headers: headers, body: body, template: template, reason: fault.message.id)
    }
}
