/// Structure and references of WSDL 1.1.
enum WSDLRules {
    static let dangling = Rule(
        "WSDL-REFERENCE", .error, "Every message, binding, port type and element that is referred to is declared.",
        "Generators stop at the first name that they cannot resolve.")
    static let duplicate = Rule(
        "WSDL-DUPLICATE", .error, "Messages, port types, bindings and services have unique names.", "WSDL 1.1 §2.1.")
    static let unreadableImport = Rule(
        "WSDL-IMPORT", .error, "Every import can be read.", "A client that has to read the description cannot go on without the import.")
    static let networkImport = Rule(
        "WSDL-IMPORT-NETWORK", .warning, "Imports do not need the network.",
        "The description depends on another server, and on what that server sends at the time. Allow it with --allow-network.")
    static let noService = Rule(
        "WSDL-SERVICE", .warning, "There is a service with a port.", "Clients find the address there (WSDL 1.1 §2.7).")
    static let address = Rule(
        "WSDL-ADDRESS", .error, "Every SOAP port has an absolute http or https address.", "WSDL 1.1 §3.8; clients do not resolve others.")
    static let addressVersion = Rule(
        "WSDL-ADDRESS-VERSION", .error, "The address of a port has the namespace of its binding.",
        "WSDL 1.1 §2.6: an address of the other SOAP version is none for generators.")
    static let operationOfBinding = Rule(
        "WSDL-BINDING-OPERATION", .error, "A binding has operations of its port type only.", "WSDL 1.1 §2.5.")
    static let extensionElements = Rule(
        "WSDL-SOAP-EXTENSION", .error, "Operations of a SOAP binding describe their input and output bodies.",
        "WSDL 1.1 §3.5: without soap:body the encoding of the message is unknown.")
    static let unusedMessage = Rule(
        "WSDL-UNUSED-MESSAGE", .note, "Every message is used.", "Left-overs make the description longer and mislead readers.")

    static let all = [
        dangling, duplicate, unreadableImport, networkImport, noService, address, addressVersion, operationOfBinding, extensionElements,
        unusedMessage,
    ]

    static func findings(_ description: ServiceDescription, _ schema: SchemaSet) -> [Finding] {
        imports(description) + duplicates(description) + references(description, schema) + bindings(description) + services(description)
            + unused(description)
    }

    private static func imports(_ description: ServiceDescription) -> [Finding] {
        description.imports.compactMap { item in
            guard let failure = item.failure else { return nil }
            return Finding(failure.isRefused ? networkImport : unreadableImport, at: item.place, "\(failure)")
        }
    }

    private static func duplicates(_ description: ServiceDescription) -> [Finding] {
        func repeated(_ kind: String, _ items: [(name: QName, place: Place)]) -> [Finding] {
            var seen: Set<QName> = []
            return items.compactMap { item in
                seen.insert(item.name).inserted
                    ? nil : Finding(duplicate, at: item.place, "the \(kind) \(item.name.local) is declared again")
            }
        }
        return repeated("message", description.messages.map { ($0.name, $0.place) })
            + repeated("port type", description.portTypes.map { ($0.name, $0.place) })
            + repeated("binding", description.bindings.map { ($0.name, $0.place) })
            + repeated("service", description.services.map { ($0.name, $0.place) })
    }

    private static func references(_ description: ServiceDescription, _ schema: SchemaSet) -> [Finding] {
        var findings: [Finding] = []
        func check(_ reference: Reference?, _ kind: String, _ place: Place, isKnown: (QName) -> Bool) {
            guard let reference else { return }
            guard let name = reference.name else {
                return findings.append(Finding(dangling, at: place, "the prefix of \(reference.written) is not declared"))
            }
            if !isKnown(name) { findings.append(Finding(dangling, at: place, "there is no \(kind) \(name)")) }
        }
        for message in description.messages {
            for part in message.parts {
                check(part.element, "element", part.place) { schema.elements[$0] != nil }
                check(part.type, "type", part.place) { $0.namespace == Namespace.schema || schema.types[$0] != nil }
            }
        }
        for portType in description.portTypes {
            for operation in portType.operations {
                for reference in [operation.input, operation.output] + operation.faults.map(\.message) {
                    check(reference, "message", operation.place) { name in description.messages.contains { $0.name == name } }
                }
            }
        }
        for binding in description.bindings {
            check(binding.portType, "port type", binding.place) { name in description.portTypes.contains { $0.name == name } }
        }
        for port in description.services.flatMap(\.ports) {
            check(port.binding, "binding", port.place) { name in description.bindings.contains { $0.name == name } }
        }
        return findings
    }

    private static func bindings(_ description: ServiceDescription) -> [Finding] {
        description.bindings.filter { $0.version != nil }.flatMap { binding in
            binding.operations.flatMap { operation -> [Finding] in
                guard let portType = description.portType(binding.portType) else { return [] }
                guard let abstract = portType.operations.first(where: { $0.name == operation.name }) else {
                    return [
                        Finding(
                            operationOfBinding, at: operation.place,
                            "the port type \(portType.name.local) has no operation \(operation.name)")
                    ]
                }
                var findings: [Finding] = []
                if abstract.hasInput, operation.input?.isPresent != true {
                    findings.append(Finding(extensionElements, at: operation.place, "the input of \(operation.name) has no soap:body"))
                }
                if abstract.hasOutput, operation.output?.isPresent != true {
                    findings.append(Finding(extensionElements, at: operation.place, "the output of \(operation.name) has no soap:body"))
                }
                return findings
            }
        }
    }

    private static func services(_ description: ServiceDescription) -> [Finding] {
        let ports = description.services.flatMap(\.ports)
        guard !ports.isEmpty else {
            return [Finding(noService, at: Place(document: description.location, line: description.root.line), "there is no port")]
        }
        return ports.flatMap { port -> [Finding] in
            guard let binding = description.binding(port.binding), let version = binding.version else { return [] }
            if let written = port.addressVersion, written != version {
                return [Finding(addressVersion, at: port.place, "the port \(port.name) has a SOAP \(written.rawValue) address")]
            }
            guard let location = port.location, DocumentSource.isURL(location) else {
                return [Finding(address, at: port.place, "the port \(port.name) has the address '\(port.location ?? "")'")]
            }
            return []
        }
    }

    private static func unused(_ description: ServiceDescription) -> [Finding] {
        let operations = description.portTypes.flatMap(\.operations)
        let used = Set(operations.flatMap { [$0.input?.name, $0.output?.name] + $0.faults.map { $0.message?.name } }.compactMap(\.self))
        let headers = description.bindings.flatMap(\.operations).flatMap { ($0.input?.headers ?? []) + ($0.output?.headers ?? []) }
            .compactMap { $0.reference("message")?.name }
        return description.messages.filter { !used.contains($0.name) && !headers.contains($0.name) }.map {
            Finding(unusedMessage, at: $0.place, "no operation uses the message \($0.name.local)")
        }
    }
}
