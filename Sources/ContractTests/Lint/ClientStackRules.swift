/// What generators and client libraries in use are known to fail on, although WSDL permits it.
enum ClientStackRules {
    static let noSOAP11 = Rule(
        "CLIENT-SOAP11-PORT", .warning, "There is a SOAP 1.1 port.",
        "PHP's SoapClient (by default), suds, node-soap, Savon, SOAP::Lite, soap4r and Axis 1 speak SOAP 1.1.")
    static let portOrder = Rule(
        "CLIENT-PORT-ORDER", .note, "The SOAP 1.2 port comes first where there are both.", "zeep calls the first port of a service.")
    static let unusedSOAP12 = Rule(
        "CLIENT-GSOAP-VERSION", .warning, "The namespace of SOAP 1.2 bindings is declared only where there is one.",
        "gSOAP chooses the version of generated code by the declaration, soap4r and tclws stop at it.")
    static let bothVersions = Rule(
        "CLIENT-AXIS1-SOAP12", .note, "There is a variant of the document with SOAP 1.1 alone.",
        "Axis 1 stops at a SOAP 1.2 binding.")
    static let faultExtension = Rule(
        "CLIENT-FAULT-EXTENSION", .warning, "A wsdl:fault of a binding has a soap:fault, and no use of its own.",
        "Axis 1 (WSDL4J), SOAP::WSDL and .NET's wsdl tool stop, the WS-I analyzer reports it.")
    static let undeclaredFault = Rule(
        "CLIENT-FAULT-BINDING", .warning, "Every fault of a port type is bound.",
        "JAX-WS, gSOAP and Axis 1 make no typed exception for a fault that the binding leaves out.")
    static let encoded = Rule(
        "CLIENT-ENCODED", .warning, "No operation uses SOAP encoding.",
        ".NET Core, JAX-WS, CXF and zeep do not support it or only in parts.")
    static let identifier = Rule(
        "CLIENT-NAMES", .note, "Names of operations and elements are identifiers and no reserved words of common languages.",
        "Generators rename them, each in its own way.")
    static let collision = Rule(
        "CLIENT-COLLISION", .warning, "Sibling elements, types and operations differ in more than case, hyphens and underscores.",
        "wsimport and wsdl2java map both to one identifier and stop, or overwrite a file.")
    static let anyType = Rule(
        "CLIENT-ANYTYPE", .note, "Elements have a type.", "An element without a type is an untyped tree in every generated client.")
    static let unsigned = Rule(
        "CLIENT-UNSIGNED", .note, "No integer needs more than 53 bits or an unsigned type.",
        "JavaScript loses digits of xsd:long; Java and PHP have no unsigned types.")
    static let action = Rule(
        "CLIENT-ACTION", .note, "SOAP 1.1 operations have a soapAction of their own.",
        ".NET and Axis 1 servers and some proxies dispatch by it.")
    static let style = Rule(
        "CLIENT-WRAPPED", .note, "The input element of an operation has a complex type with a sequence.",
        "Wrapped style, which generators turn into parameters, needs it (JAX-WS 2.2 §2.3.1.2).")

    static let all = [
        noSOAP11, portOrder, unusedSOAP12, bothVersions, faultExtension, undeclaredFault, encoded, identifier, collision, anyType, unsigned,
        action, style,
    ]

    static func findings(_ description: ServiceDescription, _ schema: SchemaSet) -> [Finding] {
        ports(description) + description.bindings.filter { $0.version != nil }.flatMap { binding($0, description) }
            + names(description, schema) + types(schema)
    }

    private static func ports(_ description: ServiceDescription) -> [Finding] {
        let place = Place(document: description.location, line: description.root.line)
        let versions = Set(description.bindings.compactMap(\.version))
        var findings: [Finding] = []
        if !versions.isEmpty, !versions.contains(.soap11) { findings.append(Finding(noSOAP11, at: place, "all bindings are for SOAP 1.2")) }
        if versions.count == 2 { findings.append(Finding(bothVersions, at: place, "there are bindings of both versions")) }
        if !versions.contains(.soap12), description.root.scope.values.contains(Namespace.wsdlSOAP12) {
            findings.append(Finding(unusedSOAP12, at: place, "the namespace is declared, and no binding is for SOAP 1.2"))
        }
        for service in description.services {
            let order = service.ports.compactMap { description.binding($0.binding)?.version }
            if order.first == .soap11, order.contains(.soap12) {
                findings.append(Finding(portOrder, at: service.place, "the first port of \(service.name.local) is for SOAP 1.1"))
            }
        }
        return findings
    }

    private static func binding(_ binding: ServiceDescription.Binding, _ description: ServiceDescription) -> [Finding] {
        let portType = description.portType(binding.portType)
        var actions: [String: String] = [:]
        return binding.operations.flatMap { operation -> [Finding] in
            var findings: [Finding] = []
            for fault in operation.faults where !fault.hasExtension || fault.wsdlUse != nil {
                let what = fault.hasExtension ? "has a use attribute" : "has no soap:fault"
                findings.append(Finding(faultExtension, at: operation.place, "the fault \(fault.name ?? "") of \(operation.name) \(what)"))
            }
            let bound = Set(operation.faults.compactMap(\.name))
            for fault in portType?.operations.first(where: { $0.name == operation.name })?.faults ?? [] where !bound.contains(fault.name) {
                findings.append(Finding(undeclaredFault, at: operation.place, "the fault \(fault.name) of \(operation.name) is not bound"))
            }
            if [operation.input?.use, operation.output?.use].contains("encoded") {
                findings.append(Finding(encoded, at: operation.place, "\(operation.name) has use=\"encoded\""))
            }
            if binding.version == .soap11 {
                let written = operation.soapAction ?? ""
                if written.isEmpty {
                    findings.append(Finding(action, at: operation.place, "\(operation.name) has no soapAction"))
                } else if let other = actions.updateValue(operation.name, forKey: written) {
                    findings.append(Finding(action, at: operation.place, "\(operation.name) and \(other) have the soapAction \(written)"))
                }
            }
            return findings
        }
    }
}
