internal import SafeXML
internal import ServiceModel

/// The WSDL 1.1 document of some services (contract: `soap.md` §4).
package struct WSDLDocument: Sendable {
    private let services: [DocumentedService]
    private let namespace: String
    private let bindings: [SOAPBinding]

    /// - Parameters:
    ///   - services: in the requested order; each has at least one operation.
    ///   - namespace: see ``PublicURL/soapNamespace(in:services:)``.
    package init(of services: [DocumentedService], namespace: String, versions: SOAPVersions = .both) {
        self.services = services
        self.namespace = namespace
        bindings = versions.bindings
    }

    /// The document in UTF-8.
    package func rendered() -> [UInt8] {
        var writer = XMLWriter(.versionAndEncoding, layout: .indented, capacity: 65536)
        writer.element("definitions", rootAttributes) { writer in
            writer.element("types") { XSDSchema(of: services).write(to: &$0, namespace: namespace) }
            message(GenericFaultSchema.name, to: &writer)
            for service in services { write(service, to: &writer) }
        }
        return writer.finish()
    }

    /// Only the prefixes that are used are declared, because gSOAP infers the SOAP version from them (`soap.md` §11).
    private var rootAttributes: XMLWriter.Attributes {
        var attributes = [
            (name: "xmlns", value: "http://schemas.xmlsoap.org/wsdl/"),
            (name: "xmlns:tns", value: namespace),
            (name: "xmlns:xsd", value: "http://www.w3.org/2001/XMLSchema"),
        ]
        attributes += bindings.map { (name: "xmlns:" + $0.prefix, value: $0.namespace) }
        return attributes + [(name: "name", value: "MagentoWSDL"), (name: "targetNamespace", value: namespace)]
    }

    private func write(_ service: DocumentedService, to writer: inout XMLWriter) {
        writer.element("portType", [("name", service.name + "PortType")]) { writer in
            for operation in service.operations { interface(operation, to: &writer) }
        }
        for binding in bindings { write(binding, of: service, to: &writer) }
        writer.element("service", [("name", service.name + "Service")]) { writer in
            for binding in bindings { port(binding, of: service.name, to: &writer) }
        }
        for operation in service.operations {
            message(operation.requestElement, to: &writer)
            message(operation.responseElement, to: &writer)
        }
    }

    private func interface(_ operation: OperationDescription, to writer: inout XMLWriter) {
        writer.element("operation", [("name", operation.name)]) { writer in
            writer.empty("input", [("message", "tns:" + operation.requestElement)])
            writer.empty("output", [("message", "tns:" + operation.responseElement)])
            writer.empty("fault", [("name", GenericFaultSchema.name), ("message", "tns:" + GenericFaultSchema.name)])
        }
    }

    private func write(_ binding: SOAPBinding, of service: DocumentedService, to writer: inout XMLWriter) {
        let names = [("name", binding.bindingName(of: service.name)), ("type", "tns:\(service.name)PortType")]
        writer.element("binding", names) { writer in
            let transport = [("style", "document"), ("transport", "http://schemas.xmlsoap.org/soap/http")]
            writer.empty(binding.prefix + ":binding", transport)
            for operation in service.operations { write(operation, in: binding, to: &writer) }
        }
    }

    /// The SOAP fault has the name of the WSDL fault (`soap.md` §11, D35).
    private func write(_ operation: OperationDescription, in binding: SOAPBinding, to writer: inout XMLWriter) {
        writer.element("operation", [("name", operation.name)]) { writer in
            writer.empty(binding.prefix + ":operation", [("soapAction", operation.name)])
            for side in ["input", "output"] {
                writer.element(side) { $0.empty(binding.prefix + ":body", [("use", "literal")]) }
            }
            writer.element("fault", [("name", GenericFaultSchema.name)]) { writer in
                writer.empty(binding.prefix + ":fault", [("name", GenericFaultSchema.name), ("use", "literal")])
            }
        }
    }

    /// All ports have the same location (`soap.md` §4).
    private func port(_ binding: SOAPBinding, of service: String, to writer: inout XMLWriter) {
        let names = [("name", binding.portName(of: service)), ("binding", "tns:" + binding.bindingName(of: service))]
        writer.element("port", names) { writer in
            writer.empty(binding.prefix + ":address", [("location", namespace)])
        }
    }

    /// A message has the name of its element (`soap.md` §2).
    private func message(_ name: String, to writer: inout XMLWriter) {
        writer.element("message", [("name", name)]) { writer in
            writer.empty("part", [("name", "messageParameters"), ("element", "tns:" + name)])
        }
    }
}

extension OperationDescription {
    /// The Body element of a request (contract: `soap.md` §2).
    var requestElement: String { name + "Request" }
    /// The Body element of a response.
    var responseElement: String { name + "Response" }
}
