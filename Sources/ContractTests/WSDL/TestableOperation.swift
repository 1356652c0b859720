/// An operation as messages on the wire: what goes into the Body, what comes back, and where each SOAP version is served.
package struct TestableOperation: Sendable {
    struct Address: Sendable {
        let endpoint: String
        let action: String
    }

    package let name: String
    /// `nil` when the Body is empty.
    let input: ElementDeclaration?
    let output: ElementDeclaration?
    let isOneWay: Bool
    let faults: [ElementDeclaration]
    /// Header blocks that the binding demands of requests.
    let headers: [ElementDeclaration]
    var addresses: [SOAPVersion: Address]

    package var versions: [SOAPVersion] { SOAPVersion.allCases.filter { addresses[$0] != nil } }

    /// Whether its name says that it only reads. The description has nothing better: whatever is not known to read counts as changing.
    package var isReading: Bool { ReadingVerbs.begin(name) }
}

/// The operations of a description that can be called, and why the others cannot.
package struct OperationCatalogue: Sendable {
    package let operations: [TestableOperation]
    package let untestable: [(name: String, reason: String)]
    let schema: SchemaSet
    /// Schemas of the wrapper elements of RPC messages, for validation.
    let wrappers: [Element]

    package init(_ description: ServiceDescription, endpoint: String? = nil) {
        var building = Building(description: description, schema: SchemaReader.read(description.schemas), endpoint: endpoint)
        building.build()
        operations = building.operations
        untestable = building.untestable
        schema = building.schema
        wrappers = building.wrappers
    }
}

private struct Building {
    let description: ServiceDescription
    var schema: SchemaSet
    let endpoint: String?
    var operations: [TestableOperation] = []
    var untestable: [(name: String, reason: String)] = []
    var wrappers: [Element] = []

    mutating func build() {
        for port in description.services.flatMap(\.ports) {
            guard let binding = description.binding(port.binding), let version = binding.version,
                let portType = description.portType(binding.portType)
            else { continue }
            for operation in binding.operations {
                guard let abstract = portType.operations.first(where: { $0.name == operation.name }) else { continue }
                add(operation, abstract, binding, version, at: endpoint ?? port.location ?? "")
            }
        }
    }

    private mutating func add(
        _ operation: ServiceDescription.Binding.Operation, _ abstract: ServiceDescription.PortType.Operation,
        _ binding: ServiceDescription.Binding, _ version: SOAPVersion, at endpoint: String
    ) {
        let address = TestableOperation.Address(endpoint: endpoint, action: operation.soapAction ?? "")
        if let index = operations.firstIndex(where: { $0.name == operation.name }) {
            if operations[index].addresses[version] == nil { operations[index].addresses[version] = address }
            return
        }
        if untestable.contains(where: { $0.name == operation.name }) { return }
        let style = operation.style ?? binding.style ?? "document"
        do throws(Untestable) {
            guard DocumentSource.isURL(endpoint) else { throw Untestable(reason: "its port has no http address") }
            let input = try element(description.message(abstract.input), operation.input, style, operation.name)
            let output = try element(description.message(abstract.output), operation.output, style, "\(operation.name)Response")
            let faults = abstract.faults.compactMap { fault in
                description.message(fault.message)?.parts.first?.element?.name.flatMap { schema.elements[$0] }
            }
            let headers = (operation.input?.headers ?? []).compactMap { header -> ElementDeclaration? in
                let message = description.message(header.reference("message"))
                return message?.parts.first { $0.name == header["part"] }?.element?.name.flatMap { schema.elements[$0] }
            }
            operations.append(
                TestableOperation(
                    name: operation.name, input: input, output: output, isOneWay: !abstract.hasOutput, faults: faults, headers: headers,
                    addresses: [version: address]))
        } catch {
            untestable.append((operation.name, error.reason))
        }
    }

    private struct Untestable: Error { let reason: String }

    private mutating func element(
        _ message: ServiceDescription.Message?, _ body: ServiceDescription.Binding.Body?, _ style: String, _ wrapper: String
    ) throws(Untestable) -> ElementDeclaration? {
        guard let message else { return nil }
        if (body?.use ?? "literal") != "literal" { throw Untestable(reason: "it uses SOAP encoding") }
        let listed = body?.parts.map { Set($0.split(separator: " ").map(String.init)) }
        let parts = message.parts.filter { listed?.contains($0.name) ?? true }
        if style == "rpc" { return rpcElement(parts, namespace: body?.namespace, wrapper) }
        guard let part = parts.first else { return nil }
        guard let name = part.element?.name else { throw Untestable(reason: "a part of its document-style message has no element") }
        guard let declaration = schema.elements[name] else { throw Untestable(reason: "the element \(name) is not declared") }
        return declaration
    }

    /// The element that RPC style puts around the parts (SOAP 1.1 §7.1, WS-I R2735: the parts have no namespace).
    private mutating func rpcElement(
        _ parts: [ServiceDescription.Message.Part], namespace: String?, _ name: String
    ) -> ElementDeclaration {
        let place = Place(document: description.location, line: 0)
        let particles = parts.map { part in
            Particle.element(
                ElementDeclaration(
                    name: QName(nil, part.name), type: part.type.map { .named($0) } ?? .any, isNillable: false, defaultValue: nil,
                    fixed: nil,
                    isAbstract: false, substitutionGroup: nil, place: place), Occurrence())
        }
        let type = ComplexType(
            name: nil, content: .particle(.sequence(particles, Occurrence())), attributes: [], derivation: .none, isMixed: false,
            isAbstract: false, place: place)
        let declaration = ElementDeclaration(
            name: QName(namespace, name), type: .anonymous(.complex(type)), isNillable: false, defaultValue: nil, fixed: nil,
            isAbstract: false, substitutionGroup: nil, place: place)
        if schema.elements[declaration.name] == nil {
            schema.elements[declaration.name] = declaration
            wrappers.append(WrapperSchema.element(declaration.name, parts))
        }
        return declaration
    }
}

/// The schema of one RPC wrapper, for the validator.
private enum WrapperSchema {
    static func element(_ name: QName, _ parts: [ServiceDescription.Message.Part]) -> Element {
        var prefixes: [String: String] = [:]
        func typeName(_ part: ServiceDescription.Message.Part) -> String {
            guard let type = part.type?.name else { return "xs:anyType" }
            guard let namespace = type.namespace else { return type.local }
            if namespace == Namespace.schema { return "xs:\(type.local)" }
            let prefix = prefixes[namespace] ?? "p\(prefixes.count)"
            prefixes[namespace] = prefix
            return "\(prefix):\(type.local)"
        }
        func schemaElement(_ local: String, _ attributes: [(String, String)], _ content: [Element] = []) -> Element {
            var element = Element(QName(Namespace.schema, local), prefix: "xs")
            element.attributes = attributes.map { Element.Attribute(name: QName(nil, $0.0), prefix: nil, value: $0.1) }
            element.content = content.map { .element($0) }
            return element
        }
        let members = parts.map { schemaElement("element", [("name", $0.name), ("type", typeName($0))]) }
        let type = schemaElement("complexType", [], [schemaElement("sequence", [], members)])
        let imports = prefixes.keys.filter { $0 != name.namespace }.sorted().map { schemaElement("import", [("namespace", $0)]) }
        var root = schemaElement(
            "schema", name.namespace.map { [("targetNamespace", $0)] } ?? [],
            imports + [schemaElement("element", [("name", name.local)], [type])])
        root.scope = Dictionary(uniqueKeysWithValues: prefixes.map { ($1, $0) }).merging(["xs": Namespace.schema]) { first, _ in first }
        return root
    }
}

enum ReadingVerbs {
    private static let verbs: Set<String> = [
        "calculate", "check", "compare", "convert", "count", "describe", "echo", "exists", "fetch", "find", "get", "has", "hello",
        "info", "is", "list", "lookup", "ping", "query", "read", "retrieve", "say", "search", "select", "show", "status", "validate",
        "version", "view",
    ]

    /// Whether the first verb of the name is one of reading, and none that changes something is joined to it: names such as
    /// `customerRepositoryV1GetById` carry the name of their service first.
    static func begin(_ name: String) -> Bool {
        let words = words(name)
        guard let first = words.firstIndex(where: { verbs.contains($0) || changing.contains($0) }), verbs.contains(words[first]) else {
            return false
        }
        return !zip(words, words.dropFirst()).contains { ["and", "or"].contains($0) && changing.contains($1) }
    }

    private static let changing: Set<String> = [
        "activate", "add", "assign", "authenticate", "cancel", "change", "confirm", "configure", "create", "delete", "disable", "enable",
        "insert", "login", "logout", "merge", "move", "pay", "post", "put", "register", "remove", "reset", "resend", "revoke",
        "save", "send", "set", "start", "stop", "submit", "update", "upload", "verify", "write",
    ]

    /// Lower-case words of a name in camel case or with separators.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var current = ""
        for character in name {
            if character.isUppercase || !character.isLetter {
                if !current.isEmpty { words.append(current) }
                current = character.isLetter ? character.lowercased() : ""
            } else {
                current.append(character)
            }
        }
        if !current.isEmpty { words.append(current) }
        return words
    }
}
