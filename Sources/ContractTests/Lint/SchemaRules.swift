/// XML Schema: what libxml2 rejects, what it cannot see, and types that no document can have.
enum SchemaRules {
    static let invalid = Rule(
        "XSD-INVALID", .error, "The schemas are valid XML Schema 1.0.",
        "Messages cannot be validated with them, and generators that check schemas stop.")
    static let dangling = Rule(
        "XSD-REFERENCE", .error, "Every type, element, group and attribute that a schema refers to is declared.",
        "XML Schema Part 1 §4.2.3; generators stop at the first name that they cannot resolve.")
    static let missingImport = Rule(
        "XSD-IMPORT", .error, "A schema imports every namespace that it refers to.",
        "XML Schema Part 1 §4.2.3. Lenient tools find the other schema in the same WSDL, strict ones (.NET, JAX-WS) do not.")
    static let duplicate = Rule(
        "XSD-DUPLICATE", .error, "Components of a schema have unique names.", "XML Schema Part 1 §2.5.")
    static let endless = Rule(
        "XSD-ENDLESS", .error, "A type can be satisfied by a finite document.",
        "An element that requires itself inside itself has no valid instance.")

    static let all = [invalid, dangling, missingImport, duplicate, endless]

    static func findings(_ description: ServiceDescription, _ schema: SchemaSet) -> [Finding] {
        let namespaces = Set(description.schemas.map { $0.targetNamespace ?? "" })
        let references = description.schemas.flatMap { unresolved($0, schema, namespaces) }
        return duplicates(schema) + references + validity(description, alreadyFound: !references.isEmpty) + endlessTypes(schema)
    }

    private static func duplicates(_ schema: SchemaSet) -> [Finding] {
        schema.duplicates.map { Finding(duplicate, at: $0.place, "the \($0.kind) \($0.name.local) is declared again") }
    }

    private static let componentOf = [
        "type": "type", "base": "type", "itemType": "type", "substitutionGroup": "element",
    ]

    private static func unresolved(_ document: SchemaDocument, _ schema: SchemaSet, _ namespaces: Set<String>) -> [Finding] {
        let imported = Set(document.root.children(Namespace.schema, "import").map { $0["namespace"] ?? "" })
        var findings: [Finding] = []
        func check(_ element: Element, _ attribute: String, _ kind: String) {
            guard let reference = element.reference(attribute) else { return }
            let place = Place(document: document.location, line: element.line)
            guard var name = reference.name else {
                return findings.append(Finding(dangling, at: place, "the prefix of \(reference.written) is not declared"))
            }
            if name.namespace == nil, !imported.contains("") { name.namespace = document.targetNamespace }
            let namespace = name.namespace ?? ""
            if [Namespace.schema, Namespace.xml, Namespace.encoding11].contains(namespace) { return }
            if namespace != document.targetNamespace ?? "", !imported.contains(namespace) {
                return findings.append(Finding(missingImport, at: place, "\(reference.written): the schema does not import \(namespace)"))
            }
            let isKnown =
                switch kind {
                case "type": schema.types[name] != nil
                case "element": schema.elements[name] != nil
                case "group": schema.groups[name] != nil
                case "attributeGroup": schema.attributeGroups[name] != nil
                default: schema.attributes[name] != nil
                }
            if !isKnown, namespaces.contains(namespace) {
                findings.append(Finding(dangling, at: place, "there is no \(kind) \(name)"))
            }
        }
        func visit(_ element: Element) {
            guard element.name.namespace == Namespace.schema, element.name.local != "annotation" else { return }
            for (attribute, kind) in componentOf.sorted(by: { $0.key < $1.key }) { check(element, attribute, kind) }
            check(element, "ref", element.name.local)
            for child in element.children { visit(child) }
        }
        visit(document.root)
        return findings
    }

    private static func validity(_ description: ServiceDescription, alreadyFound: Bool) -> [Finding] {
        guard !description.schemas.isEmpty else { return [] }
        do throws(SchemaErrors) {
            _ = try SchemaValidator(description.schemas)
            return []
        } catch {
            let place = description.schemas[0].place
            // What the rules above have found would be there twice.
            let known = ["does not resolve", "References from this schema"]
            let texts = error.problems.map(\.message).filter { text in
                // No schema for SOAP encoding is at hand; rules of the profile report its use.
                !text.contains(Namespace.encoding11) && !(alreadyFound && known.contains { text.contains($0) })
            }
            if texts.isEmpty, error.problems.contains(where: { $0.message.contains(Namespace.encoding11) }) { return [] }
            if texts.isEmpty, alreadyFound { return [] }
            return (texts.isEmpty ? ["the schemas cannot be compiled"] : texts).map { Finding(invalid, at: place, $0) }
        }
    }

    /// Types that need an element whose type needs them again. Computed from below: a type is finite when one way through its content
    /// meets finite types only.
    private static func endlessTypes(_ schema: SchemaSet) -> [Finding] {
        var finite: Set<QName> = []
        var hasGrown = true
        let complex = schema.types.compactMap { name, type in if case .complex(let type) = type { (name, type) } else { nil } }
        func isFinite(_ use: TypeUse) -> Bool {
            switch use {
            case .any: true
            case .anonymous(.simple): true
            case .anonymous(.complex(let type)): schema.particle(of: type).map(isFinite) ?? true
            case .named(let reference):
                reference.name.map { name in
                    if case .complex? = schema.types[name] { finite.contains(name) } else { true }
                } ?? true
            }
        }
        func isFinite(_ particle: Particle) -> Bool {
            if particle.occurrence.min == 0 { return true }
            return switch particle {
            case .element(let declaration, _): declaration.isNillable || isFinite(declaration.type)
            case .reference(let reference, _, _):
                reference.name.flatMap { schema.elements[$0] }.map { element in
                    element.isNillable || schema.substitutes(of: element).contains { isFinite($0.type) }
                } ?? true
            case .group(let reference, _): reference.name.flatMap { schema.groups[$0] }.map(isFinite) ?? true
            case .sequence(let particles, _), .all(let particles, _): particles.allSatisfy(isFinite)
            case .choice(let particles, _): particles.isEmpty || particles.contains(where: isFinite)
            case .any: true
            }
        }
        while hasGrown {
            hasGrown = false
            for (name, type) in complex where !finite.contains(name) {
                guard schema.particle(of: type).map(isFinite) ?? true else { continue }
                finite.insert(name)
                hasGrown = true
            }
        }
        return complex.filter { !finite.contains($0.0) }.sorted { $0.0 < $1.0 }.map { name, type in
            Finding(endless, at: type.place, "the type \(name.local) requires itself")
        }
    }
}
