/// Reads the components of XML Schema documents (XML Schema 1.0 Part 1). What it does not know it leaves out: the validator judges schemas.
struct SchemaReader {
    private var set = SchemaSet()

    static func read(_ documents: [SchemaDocument]) -> SchemaSet {
        var reader = SchemaReader()
        for document in documents { reader.read(document) }
        return reader.set
    }

    private mutating func read(_ document: SchemaDocument) {
        let reader = DocumentReader(document)
        for element in document.root.children where element.name.namespace == Namespace.schema {
            guard let local = element["name"] else {
                // The components inside redefine replace those of the same name.
                if element.name.local == "redefine" { redefine(element, reader) }
                continue
            }
            add(element, QName(reader.namespace, local), reader, isReplacing: false)
        }
    }

    private mutating func redefine(_ element: Element, _ reader: DocumentReader) {
        for child in element.children where child.name.namespace == Namespace.schema {
            guard let local = child["name"] else { continue }
            add(child, QName(reader.namespace, local), reader, isReplacing: true)
        }
    }

    private mutating func add(_ element: Element, _ name: QName, _ reader: DocumentReader, isReplacing: Bool) {
        let isKnown: Bool
        switch element.name.local {
        case "element": isKnown = set.elements.updateValue(reader.declaration(element, name), forKey: name) != nil
        case "complexType": isKnown = set.types.updateValue(.complex(reader.complexType(element, name)), forKey: name) != nil
        case "simpleType": isKnown = set.types.updateValue(.simple(reader.simpleType(element, name)), forKey: name) != nil
        case "group":
            guard let particle = reader.particle(inside: element) else { return }
            isKnown = set.groups.updateValue(particle, forKey: name) != nil
        case "attribute": isKnown = set.attributes.updateValue(reader.attribute(element, name), forKey: name) != nil
        case "attributeGroup": isKnown = set.attributeGroups.updateValue(reader.attributes(inside: element), forKey: name) != nil
        default: return
        }
        guard isKnown, !isReplacing else { return }
        set.duplicates.append((element.name.local, name, Place(document: reader.document, line: element.line)))
    }
}

/// Reads elements of one schema document.
private struct DocumentReader {
    let document: String
    let namespace: String?
    private let elementsAreQualified: Bool
    private let attributesAreQualified: Bool

    init(_ document: SchemaDocument) {
        self.document = document.location
        namespace = document.targetNamespace
        elementsAreQualified = document.root["elementFormDefault"] == "qualified"
        attributesAreQualified = document.root["attributeFormDefault"] == "qualified"
    }

    private func place(_ element: Element) -> Place { Place(document: document, line: element.line) }

    func declaration(_ element: Element, _ name: QName) -> ElementDeclaration {
        ElementDeclaration(
            name: name, type: typeUse(element), isNillable: isTrue(element["nillable"]), defaultValue: element["default"],
            fixed: element["fixed"], isAbstract: isTrue(element["abstract"]),
            substitutionGroup: element.reference("substitutionGroup")?.name, place: place(element))
    }

    private func typeUse(_ element: Element) -> TypeUse {
        if let reference = element.reference("type") { return .named(reference) }
        if let type = element.child(Namespace.schema, "complexType") { return .anonymous(.complex(complexType(type, nil))) }
        if let type = element.child(Namespace.schema, "simpleType") { return .anonymous(.simple(simpleType(type, nil))) }
        return .any
    }

    func complexType(_ element: Element, _ name: QName?) -> ComplexType {
        let simple = element.child(Namespace.schema, "simpleContent")
        let complex = element.child(Namespace.schema, "complexContent")
        let derived = (simple ?? complex).flatMap { $0.child(Namespace.schema, "extension") ?? $0.child(Namespace.schema, "restriction") }
        let derivation: ComplexType.Derivation =
            derived.flatMap { derived in
                derived.reference("base").map { derived.name.local == "extension" ? .extending($0) : .restricting($0) }
            } ?? .none
        let body = derived ?? element
        let content: ComplexType.Content
        if simple != nil, let base = derivation.base {
            let own = facets(body)
            content = .simple(
                own == Facets()
                    ? .named(base)
                    : .anonymous(.simple(SimpleType(name: nil, variety: .restriction(.named(base), own), place: place(body)))))
        } else {
            content = particle(inside: body).map { .particle($0) } ?? .empty
        }
        return ComplexType(
            name: name, content: content, attributes: attributes(inside: body), derivation: derivation,
            isMixed: isTrue(element["mixed"]) || isTrue(complex?["mixed"]), isAbstract: isTrue(element["abstract"]), place: place(element))
    }

    func simpleType(_ element: Element, _ name: QName?) -> SimpleType {
        let variety: SimpleType.Variety
        if let restriction = element.child(Namespace.schema, "restriction") {
            let base: TypeUse = restriction.reference("base").map { .named($0) } ?? inner(restriction)
            variety = .restriction(base, facets(restriction))
        } else if let list = element.child(Namespace.schema, "list") {
            variety = .list(list.reference("itemType").map { .named($0) } ?? inner(list))
        } else {
            let union = element.child(Namespace.schema, "union")
            let named = (union?["memberTypes"] ?? "").split { $0 == " " || $0 == "\n" || $0 == "\t" }.map { written in
                TypeUse.named(Reference(name: union?.expandedName(String(written)), written: String(written)))
            }
            let inPlace = union?.children(Namespace.schema, "simpleType").map { TypeUse.anonymous(.simple(simpleType($0, nil))) } ?? []
            variety = .union(named + inPlace)
        }
        return SimpleType(name: name, variety: variety, place: place(element))
    }

    private func inner(_ element: Element) -> TypeUse {
        element.child(Namespace.schema, "simpleType").map { .anonymous(.simple(simpleType($0, nil))) } ?? .any
    }

    private func facets(_ element: Element) -> Facets {
        var facets = Facets()
        for facet in element.children where facet.name.namespace == Namespace.schema {
            guard let value = facet["value"] else { continue }
            switch facet.name.local {
            case "enumeration": facets.enumeration.append(value)
            case "pattern": facets.patterns.append(value)
            case "length": facets.length = Int(value)
            case "minLength": facets.minLength = Int(value)
            case "maxLength": facets.maxLength = Int(value)
            case "minInclusive": facets.minInclusive = value
            case "maxInclusive": facets.maxInclusive = value
            case "minExclusive": facets.minExclusive = value
            case "maxExclusive": facets.maxExclusive = value
            case "totalDigits": facets.totalDigits = Int(value)
            case "fractionDigits": facets.fractionDigits = Int(value)
            default: break
            }
        }
        return facets
    }

    /// The model group of a type or group, if it has one.
    func particle(inside element: Element) -> Particle? {
        element.children.lazy.filter { $0.name.namespace == Namespace.schema && $0.name.local != "attributeGroup" }
            .compactMap { particle($0) }.first
    }

    private func particle(_ element: Element) -> Particle? {
        let occurrence = Occurrence(
            min: element["minOccurs"].flatMap { Int($0) } ?? 1,
            max: element["maxOccurs"] == "unbounded" ? nil : element["maxOccurs"].flatMap { Int($0) } ?? 1)
        switch element.name.local {
        case "element":
            if let reference = element.reference("ref") { return .reference(reference, occurrence, place(element)) }
            let isQualified = element["form"].map { $0 == "qualified" } ?? elementsAreQualified
            return .element(declaration(element, QName(isQualified ? namespace : nil, element["name"] ?? "")), occurrence)
        case "group": return element.reference("ref").map { .group($0, occurrence) }
        case "sequence": return .sequence(element.children.compactMap { particle($0) }, occurrence)
        case "choice": return .choice(element.children.compactMap { particle($0) }, occurrence)
        case "all": return .all(element.children.compactMap { particle($0) }, occurrence)
        case "any": return .any(namespace: element["namespace"] ?? "##any", process: element["processContents"] ?? "strict", occurrence)
        default: return nil
        }
    }

    func attributes(inside element: Element) -> [AttributeUse] {
        element.children(Namespace.schema, "attribute").map { attribute in
            let isQualified = attribute["form"].map { $0 == "qualified" } ?? attributesAreQualified
            let name = attribute.reference("ref")?.name ?? QName(isQualified ? namespace : nil, attribute["name"] ?? "")
            return self.attribute(attribute, name)
        }
    }

    func attribute(_ element: Element, _ name: QName) -> AttributeUse {
        let type = element.child(Namespace.schema, "simpleType").map { TypeUse.anonymous(.simple(simpleType($0, nil))) }
        return AttributeUse(
            name: name, type: element.reference("type").map { .named($0) } ?? type ?? .any, isRequired: element["use"] == "required",
            isProhibited: element["use"] == "prohibited", fixed: element["fixed"], arrayType: element[Namespace.wsdl, "arrayType"])
    }

    private func isTrue(_ value: String?) -> Bool { value == "true" || value == "1" }
}
