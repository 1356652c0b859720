// The rules for one binding.

extension ProfileRules {
    static func binding(_ binding: ServiceDescription.Binding, _ description: ServiceDescription) -> [Finding] {
        var findings: [Finding] = []
        if binding.transport != Namespace.httpTransport {
            findings.append(Finding(r2702, at: binding.place, "the transport is '\(binding.transport ?? "")'"))
        }
        let styles = Set(binding.operations.map { $0.style ?? binding.style ?? "document" })
        if styles.count > 1 {
            findings.append(Finding(r2705, at: binding.place, "there are the styles \(styles.sorted().joined(separator: " and "))"))
        }
        guard let portType = description.portType(binding.portType) else { return findings }
        let bound = Set(binding.operations.map(\.name))
        let missing = portType.operations.map(\.name).filter { !bound.contains($0) }
        for name in missing { findings.append(Finding(r2718, at: binding.place, "\(name) of the port type is not bound")) }
        var signatures: [String: String] = [:]
        for operation in binding.operations {
            guard let abstract = portType.operations.first(where: { $0.name == operation.name }) else { continue }
            let style = operation.style ?? binding.style ?? "document"
            findings += uses(operation)
            findings += body(operation.input, description.message(abstract.input), style, "input", operation)
            findings += body(operation.output, description.message(abstract.output), style, "output", operation)
            findings += faults(operation, abstract, description)
            let element = description.message(abstract.input)?.parts.first?.element?.name
            let signature = style == "rpc" ? operation.name : element?.description ?? ""
            if let other = signatures.updateValue(operation.name, forKey: signature) {
                findings.append(
                    Finding(
                        r2710, at: operation.place,
                        "\(operation.name) and \(other) have the same input \(signature.isEmpty ? "" : signature)"))
            }
        }
        return findings
    }

    private static func uses(_ operation: ServiceDescription.Binding.Operation) -> [Finding] {
        let bodies = [operation.input, operation.output].compactMap(\.self)
        let written = bodies.map(\.use) + bodies.flatMap(\.headers).map { $0["use"] }
        return Set(written.compactMap(\.self).filter { $0 != "literal" }).sorted().map {
            Finding(r2706, at: operation.place, "\(operation.name) has use=\"\($0)\"")
        }
    }

    private static func body(
        _ body: ServiceDescription.Binding.Body?, _ message: ServiceDescription.Message?, _ style: String, _ direction: String,
        _ operation: ServiceDescription.Binding.Operation
    ) -> [Finding] {
        guard let body, let message, (body.use ?? "literal") == "literal" else { return [] }
        var findings: [Finding] = []
        let listed = body.parts.map { Set($0.split(separator: " ").map(String.init)) }
        let parts = message.parts.filter { listed?.contains($0.name) ?? true }
        let what = "the \(direction) of \(operation.name)"
        if style == "rpc" {
            for part in parts where part.type == nil {
                findings.append(Finding(r2203, at: part.place, "the part \(part.name) of \(what) has no type"))
            }
            if !(body.namespace.map { $0.contains(":") } ?? false) {
                findings.append(Finding(r2717, at: operation.place, "\(what) has the namespace '\(body.namespace ?? "")'"))
            }
        } else {
            if parts.count > 1 {
                findings.append(Finding(listed == nil ? r2210 : r2201, at: operation.place, "\(what) has \(parts.count) parts"))
            }
            for part in parts where part.element == nil {
                findings.append(Finding(r2204, at: part.place, "the part \(part.name) of \(what) has no element"))
            }
            if body.namespace != nil { findings.append(Finding(r2716, at: operation.place, "\(what) has a namespace attribute")) }
        }
        return findings
    }

    private static func faults(
        _ operation: ServiceDescription.Binding.Operation, _ abstract: ServiceDescription.PortType.Operation,
        _ description: ServiceDescription
    ) -> [Finding] {
        var findings: [Finding] = []
        for fault in operation.faults where fault.hasExtension {
            if fault.extensionName == nil {
                findings.append(Finding(r2721, at: operation.place, "a soap:fault of \(operation.name) has no name"))
            } else if fault.extensionName != fault.name {
                findings.append(
                    Finding(
                        r2754, at: operation.place,
                        "the soap:fault \(fault.extensionName ?? "") is inside the wsdl:fault \(fault.name ?? "")"))
            }
            if let use = fault.use, use != "literal" {
                findings.append(Finding(r2723, at: operation.place, "a soap:fault of \(operation.name) has use=\"\(use)\""))
            }
        }
        for fault in abstract.faults {
            guard let part = description.message(fault.message)?.parts.first, part.element == nil else { continue }
            findings.append(Finding(r2205, at: part.place, "the fault \(fault.name) of \(operation.name) has no element"))
        }
        return findings
    }
}
