/// The rules of WS-I Basic Profile 1.1 for descriptions, by their numbers. SOAP 1.2 bindings, which the profile does not know, are held to
/// the same rules.
enum ProfileRules {
    private static func rule(_ number: String, _ requirement: String, _ severity: Severity = .error) -> Rule {
        Rule("WSI-\(number)", severity, requirement, "WS-I Basic Profile 1.1, \(number).")
    }

    static let r2001 = rule("R2001", "wsdl:import imports WSDL descriptions only; schemas are imported inside a schema.")
    static let r2007 = rule("R2007", "wsdl:import has a location.")
    static let r2105 = rule("R2105", "A schema inside types has a target namespace, unless it only imports.")
    static let r2110 = rule("R2110", "No type extends or restricts the array of SOAP encoding.")
    static let r2111 = rule("R2111", "No declaration has wsdl:arrayType.")
    static let r2201 = rule("R2201", "A document-literal body has at most one part.")
    static let r2203 = rule("R2203", "Parts of an RPC-literal body are declared by type.")
    static let r2204 = rule("R2204", "Parts of a document-literal body are declared by element.")
    static let r2205 = rule("R2205", "Parts of headers and faults are declared by element.")
    static let r2210 = rule("R2210", "A document-literal message without a list of parts has at most one part.")
    static let r2303 = rule("R2303", "Operations are request-response or one-way, not notification or solicit-response.")
    static let r2304 = rule("R2304", "Operations of a port type have unique names.")
    static let r2306 = rule("R2306", "A part has a type or an element, not both.")
    static let r2401 = rule("R2401", "There is a binding for SOAP 1.1.", .warning)
    static let r2702 = rule("R2702", "The transport of a binding is http://schemas.xmlsoap.org/soap/http.")
    static let r2705 = rule("R2705", "All operations of a binding have the same style.")
    static let r2706 = rule("R2706", "Bodies, headers and faults have use=\"literal\".")
    static let r2710 = rule("R2710", "Operations of a binding have different elements on the wire.")
    static let r2711 = rule("R2711", "Ports of one SOAP version have different addresses.", .note)
    static let r2716 = rule("R2716", "Document-literal bodies have no namespace attribute.")
    static let r2717 = rule("R2717", "RPC-literal bodies name an absolute URI as namespace.")
    static let r2718 = rule("R2718", "A binding has all the operations of its port type.")
    static let r2721 = rule("R2721", "A soap:fault has a name.")
    static let r2723 = rule("R2723", "A soap:fault is literal.")
    static let r2754 = rule("R2754", "The name of a soap:fault is that of its wsdl:fault.")

    static let all = [
        r2001, r2007, r2105, r2110, r2111, r2201, r2203, r2204, r2205, r2210, r2303, r2304, r2306, r2401, r2702, r2705, r2706, r2710,
        r2711, r2716, r2717, r2718, r2721, r2723, r2754,
    ]

    static func findings(_ description: ServiceDescription, _ schema: SchemaSet) -> [Finding] {
        documents(description) + parts(description) + portTypes(description)
            + description.bindings.filter { $0.version != nil }.flatMap { binding($0, description) } + ports(description)
    }

    private static func documents(_ description: ServiceDescription) -> [Finding] {
        var findings: [Finding] = []
        for item in description.root.children(Namespace.wsdl, "import") where (item["location"] ?? "").isEmpty {
            findings.append(Finding(r2007, at: Place(document: description.location, line: item.line), "an import has no location"))
        }
        let insideSchemas = Set(description.schemas.map(\.location))
        for item in description.imports where item.isSchema && !insideSchemas.contains(item.place.document) {
            let isWSDLImport = description.root.children(Namespace.wsdl, "import").contains { $0.line == item.place.line }
            if isWSDLImport { findings.append(Finding(r2001, at: item.place, "\(item.location ?? "") is a schema")) }
        }
        for document in description.schemas where document.isInline {
            let declares = document.root.children.contains { !["import", "annotation"].contains($0.name.local) }
            if document.targetNamespace == nil, declares {
                findings.append(Finding(r2105, at: document.place, "the schema has no target namespace"))
            }
        }
        for document in description.schemas {
            visit(document.root) { element in
                let place = Place(document: document.location, line: element.line)
                if element[Namespace.wsdl, "arrayType"] != nil { findings.append(Finding(r2111, at: place, "wsdl:arrayType is given")) }
                let base = element.reference("base")
                if base?.name == QName(Namespace.encoding11, "Array") {
                    findings.append(Finding(r2110, at: place, "the base is \(base?.written ?? "")"))
                }
            }
        }
        return findings
    }

    private static func visit(_ element: Element, _ body: (Element) -> Void) {
        body(element)
        for child in element.children { visit(child, body) }
    }

    private static func parts(_ description: ServiceDescription) -> [Finding] {
        description.messages.flatMap(\.parts).filter { $0.element != nil && $0.type != nil }.map {
            Finding(r2306, at: $0.place, "the part \($0.name) has both")
        }
    }

    private static func portTypes(_ description: ServiceDescription) -> [Finding] {
        description.portTypes.flatMap { portType in
            var seen: Set<String> = []
            return portType.operations.flatMap { operation -> [Finding] in
                var findings: [Finding] = []
                if !seen.insert(operation.name).inserted {
                    findings.append(Finding(r2304, at: operation.place, "\(operation.name) is there twice"))
                }
                if operation.outputIsFirst || !operation.hasInput {
                    findings.append(Finding(r2303, at: operation.place, "\(operation.name) begins with its output"))
                }
                return findings
            }
        }
    }

    private static func ports(_ description: ServiceDescription) -> [Finding] {
        var findings: [Finding] = []
        if !description.bindings.isEmpty, !description.bindings.contains(where: { $0.version == .soap11 }) {
            findings.append(Finding(r2401, at: description.bindings[0].place, "all bindings are for SOAP 1.2 or something else"))
        }
        var seen: [String: String] = [:]
        for port in description.services.flatMap(\.ports) {
            guard let location = port.location, let version = description.binding(port.binding)?.version else { continue }
            if let other = seen.updateValue(port.name, forKey: "\(version.rawValue) \(location)") {
                findings.append(Finding(r2711, at: port.place, "\(port.name) and \(other) have the same address"))
            }
        }
        return findings
    }
}
