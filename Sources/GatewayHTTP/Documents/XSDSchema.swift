internal import SafeXML
internal import ServiceModel

/// The schema in a WSDL document, with its components in the order of the contract (`soap.md` §4).
struct XSDSchema: Sendable {
    enum Component: Sendable {
        /// A global element. The name of its type is the name of the element, capitalized.
        case element(String, isNillable: Bool)
        case type(String, [ObjectSchema.Member], documentation: String)
        /// `ArrayOf…` with members `item`.
        case list(of: Schema)
    }

    private(set) var components: [Component] = []
    private var declared: Set<String> = []

    init(of services: [DocumentedService]) {
        addMessage(GenericFaultSchema.name, GenericFaultSchema.schema.members, documentation: GenericFaultSchema.schema.documentation)
        for operation in services.flatMap(\.operations) {
            addMessage(
                operation.requestElement, operation.input.members, documentation: operation.documentation,
                isNillable: operation.input.members.isEmpty)
            let result = operation.soapOutput.map { ObjectSchema.Member(name: "result", schema: $0, isRequired: true, documentation: "") }
            addMessage(operation.responseElement, result.map { [$0] } ?? [], documentation: "")
        }
    }

    /// Adds an element, the types that it refers to, and its own type.
    private mutating func addMessage(
        _ element: String, _ members: [ObjectSchema.Member], documentation: String, isNillable: Bool = false
    ) {
        components.append(.element(element, isNillable: isNillable))
        for member in members { add(member.schema) }
        components.append(.type(FieldName.raisingFirst(element), members, documentation: documentation))
    }

    /// Adds a type after the types that it refers to, unless it is already declared.
    private mutating func add(_ schema: Schema) {
        switch schema {
        case .list(let element):
            guard declared.insert(schema.xsdName).inserted else { return }
            add(element)
            components.append(.list(of: element))
        case .object(let object):
            guard declared.insert(schema.xsdName).inserted else { return }
            for member in object.members { add(member.schema) }
            components.append(.type(schema.xsdName, object.members, documentation: object.documentation))
        case .string, .secret, .int, .boolean, .float, .mixed: break
        }
    }
}

extension XSDSchema {
    /// Writes the schema without `elementFormDefault`: child elements are unqualified.
    func write(to writer: inout XMLWriter, namespace: String) {
        writer.element("xsd:schema", [("targetNamespace", namespace)]) { writer in
            for component in components { component.write(to: &writer) }
        }
    }
}

extension XSDSchema.Component {
    fileprivate func write(to writer: inout XMLWriter) {
        switch self {
        case .element(let name, let isNillable):
            let type = (name: "type", value: "tns:" + FieldName.raisingFirst(name))
            writer.empty("xsd:element", [("name", name), type] + (isNillable ? [("nillable", "true")] : []))
        case .type(let name, let members, let documentation):
            writer.node("xsd:complexType", [("name", name)], documentation: documentation, isEmpty: members.isEmpty) { writer in
                writer.element("xsd:sequence") { for member in members { member.write(to: &$0) } }
            }
        case .list(let element):
            let type = (name: "type", value: element.xsdType)
            writer.element("xsd:complexType", [("name", Schema.list(element).xsdName)]) { writer in
                writer.element("xsd:sequence") {
                    $0.empty("xsd:element", [("name", "item"), ("minOccurs", "0"), ("maxOccurs", "unbounded"), type])
                }
            }
        }
    }
}

extension ObjectSchema.Member {
    /// Scalars and objects have both occurrence attributes. Lists have only `minOccurs="0"`, and only if they are optional.
    fileprivate func write(to writer: inout XMLWriter) {
        var attributes: XMLWriter.Attributes = [("name", name)]
        if case .list = schema {
            attributes.append(("type", schema.xsdType))
            if !isRequired { attributes.append(("minOccurs", "0")) }
        } else {
            attributes += [("minOccurs", isRequired ? "1" : "0"), ("maxOccurs", "1"), ("type", schema.xsdType)]
        }
        writer.node("xsd:element", attributes, documentation: documentation, isEmpty: true) { _ in }
    }
}

extension XMLWriter {
    /// Writes a component: its annotation unless the documentation is empty, then its content.
    fileprivate mutating func node(
        _ name: String, _ attributes: Attributes, documentation: String, isEmpty: Bool, _ content: (inout XMLWriter) -> Void
    ) {
        guard !documentation.isEmpty || !isEmpty else { return empty(name, attributes) }
        element(name, attributes) { writer in
            if !documentation.isEmpty {
                writer.element("xsd:annotation") { $0.element("xsd:documentation", text: documentation) }
            }
            if !isEmpty { content(&writer) }
        }
    }
}

extension Schema {
    /// The name of the type in the target namespace and in `ArrayOf…` (contract: `soap.md` §2).
    var xsdName: String {
        switch self {
        case .string, .secret: "String"
        case .int: "Int"
        case .boolean: "Boolean"
        case .float: "Float"
        case .mixed: "AnyType"
        case .list(let element): "ArrayOf" + element.xsdName
        case .object(let object): object.name
        }
    }

    /// The value of a `type` attribute.
    var xsdType: String {
        switch self {
        case .string, .secret: "xsd:string"
        case .int: "xsd:int"
        case .boolean: "xsd:boolean"
        case .float: "xsd:float"
        case .mixed: "xsd:anyType"
        case .list, .object: "tns:" + xsdName
        }
    }
}
