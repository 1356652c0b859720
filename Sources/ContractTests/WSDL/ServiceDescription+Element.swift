// How each part of a description is read from its element (WSDL 1.1 §2, §3).

extension ServiceDescription.Message {
    init(_ element: Element, _ namespace: String?, _ place: Place) {
        name = QName(namespace, element["name"] ?? "")
        self.place = place
        parts = element.children(Namespace.wsdl, "part").map {
            Part(
                name: $0["name"] ?? "", element: $0.reference("element"), type: $0.reference("type"),
                place: Place(document: place.document, line: $0.line))
        }
    }
}

extension ServiceDescription.PortType {
    init(_ element: Element, _ namespace: String?, _ place: Place) {
        name = QName(namespace, element["name"] ?? "")
        self.place = place
        operations = element.children(Namespace.wsdl, "operation").map { operation in
            let input = operation.child(Namespace.wsdl, "input")
            let output = operation.child(Namespace.wsdl, "output")
            return Operation(
                name: operation["name"] ?? "", input: input?.reference("message"), output: output?.reference("message"),
                hasInput: input != nil, hasOutput: output != nil,
                outputIsFirst: operation.children.first { ["input", "output"].contains($0.name.local) }?.name.local == "output",
                faults: operation.children(Namespace.wsdl, "fault").map {
                    Fault(name: $0["name"] ?? "", message: $0.reference("message"))
                },
                parameterOrder: operation["parameterOrder"], place: Place(document: place.document, line: operation.line))
        }
    }
}

extension ServiceDescription.Binding {
    init(_ element: Element, _ namespace: String?, _ place: Place) {
        let version = SOAPVersion.allCases.first { element.child($0.wsdlNamespace, "binding") != nil }
        let soap = version.flatMap { element.child($0.wsdlNamespace, "binding") }
        name = QName(namespace, element["name"] ?? "")
        self.place = place
        self.version = version
        portType = element.reference("type")
        style = soap?["style"]
        transport = soap?["transport"]
        operations = element.children(Namespace.wsdl, "operation").map { operation in
            let soap = version.flatMap { operation.child($0.wsdlNamespace, "operation") }
            return Operation(
                name: operation["name"] ?? "", soapAction: soap?["soapAction"], soapActionRequired: soap?["soapActionRequired"],
                style: soap?["style"], hasExtension: soap != nil,
                input: operation.child(Namespace.wsdl, "input").map { Body($0, version) },
                output: operation.child(Namespace.wsdl, "output").map { Body($0, version) },
                faults: operation.children(Namespace.wsdl, "fault").map { Fault($0, version) },
                place: Place(document: place.document, line: operation.line))
        }
    }
}

extension ServiceDescription.Binding.Body {
    init(_ element: Element, _ version: SOAPVersion?) {
        let body = version.flatMap { element.child($0.wsdlNamespace, "body") }
        isPresent = body != nil
        use = body?["use"]
        parts = body?["parts"]
        namespace = body?["namespace"]
        encodingStyle = body?["encodingStyle"]
        headers = version.map { element.children($0.wsdlNamespace, "header") } ?? []
    }
}

extension ServiceDescription.Binding.Fault {
    init(_ element: Element, _ version: SOAPVersion?) {
        let fault = version.flatMap { element.child($0.wsdlNamespace, "fault") }
        name = element["name"]
        hasExtension = fault != nil
        extensionName = fault?["name"]
        use = fault?["use"]
        wsdlUse = element["use"]
    }
}

extension ServiceDescription.Service {
    init(_ element: Element, _ namespace: String?, _ place: Place) {
        name = QName(namespace, element["name"] ?? "")
        self.place = place
        ports = element.children(Namespace.wsdl, "port").map { port in
            let version = SOAPVersion.allCases.first { port.child($0.wsdlNamespace, "address") != nil }
            return Port(
                name: port["name"] ?? "", binding: port.reference("binding"),
                location: version.flatMap { port.child($0.wsdlNamespace, "address")?["location"] }, addressVersion: version,
                place: Place(document: place.document, line: port.line))
        }
    }
}
