import SafeXML

/// Makes one schema of the documents of a description, in a form that libxml2 loads: it imports a namespace once, so the documents of a
/// namespace are included into one, and every location becomes a name that only the caller's list knows.
struct SchemaAssembly {
    private(set) var sources: [(location: String, bytes: [UInt8])] = []

    /// - Parameter wrappers: schemas for the messages of RPC operations.
    init(_ documents: [SchemaDocument], adding wrappers: [Element]) {
        let included = Self.includedLocations(documents)
        var byNamespace: [String: [String]] = [:]
        var order: [String] = []
        var parts: [(location: String, root: Element, namespace: String?, resolved: [Int: String])] = documents.map {
            ($0.location, $0.root, $0.targetNamespace, $0.resolved)
        }
        for (index, wrapper) in wrappers.enumerated() { parts.append(("wrapper\(index)", wrapper, wrapper["targetNamespace"], [:])) }
        for part in parts where !included.contains(part.location) {
            let key = part.namespace ?? ""
            if byNamespace[key] == nil { order.append(key) }
            byNamespace[key, default: []].append(part.location)
        }
        let names = Dictionary(parts.enumerated().map { ($1.location, "contract:/part\($0)") }) { first, _ in first }
        let namespaces = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, "contract:/namespace\($0)") })
        var main = XMLWriter(.none)
        main.start("xs:schema", [("xmlns:xs", Namespace.schema)])
        for key in order where !key.isEmpty {
            main.empty("xs:import", [("namespace", key), ("schemaLocation", namespaces[key] ?? "")])
        }
        if order.contains("") { main.empty("xs:include", [("schemaLocation", namespaces[""] ?? "")]) }
        main.end()
        sources.append(("contract:/main", main.finish()))
        for key in order {
            var writer = XMLWriter(.none)
            writer.start("xs:schema", [("xmlns:xs", Namespace.schema)] + (key.isEmpty ? [] : [("targetNamespace", key)]))
            for location in byNamespace[key] ?? [] { writer.empty("xs:include", [("schemaLocation", names[location] ?? "")]) }
            writer.end()
            sources.append((namespaces[key] ?? "", writer.finish()))
        }
        for part in parts {
            let root = Self.rewritten(part.root, resolved: part.resolved, names: names, namespaces: namespaces)
            sources.append((names[part.location] ?? "", ElementWriter.bytes(of: root, isStandalone: true)))
        }
        sources.append(("contract:/xml", Array(Self.xmlNamespace.utf8)))
    }

    /// Documents that another one includes are reached through it.
    private static func includedLocations(_ documents: [SchemaDocument]) -> Set<String> {
        var included: Set<String> = []
        for document in documents {
            for (position, child) in document.root.children.enumerated() where ["include", "redefine"].contains(child.name.local) {
                if let location = document.resolved[position], location != document.location { included.insert(location) }
            }
        }
        // Documents that include each other are all listed, or none would be reached.
        let reached = documents.filter { !included.contains($0.location) }
        return reached.isEmpty ? [] : included
    }

    private static func rewritten(
        _ root: Element, resolved: [Int: String], names: [String: String], namespaces: [String: String]
    ) -> Element {
        var root = root
        var position = -1
        root.content = root.content.compactMap { item in
            guard case .element(var element) = item else { return item }
            position += 1
            guard element.name.namespace == Namespace.schema else { return item }
            switch element.name.local {
            case "import":
                let namespace = element["namespace"] ?? ""
                element["schemaLocation"] = namespace == Namespace.xml ? "contract:/xml" : namespaces[namespace]
                return .element(element)
            case "include", "redefine":
                guard let name = resolved[position].flatMap({ names[$0] }) else { return nil }
                element["schemaLocation"] = name
                return .element(element)
            default: return item
            }
        }
        return root
    }

    /// The attributes of XML itself, which schemas import without a location that can be reached.
    private static let xmlNamespace = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
        <xs:attribute name="lang" type="xs:string"/><xs:attribute name="base" type="xs:anyURI"/>
        <xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName"><xs:enumeration value="default"/>
        <xs:enumeration value="preserve"/></xs:restriction></xs:simpleType></xs:attribute>
        <xs:attribute name="id" type="xs:ID"/><xs:attributeGroup name="specialAttrs"><xs:attribute ref="xml:base"/>
        <xs:attribute ref="xml:lang"/><xs:attribute ref="xml:space"/><xs:attribute ref="xml:id"/></xs:attributeGroup></xs:schema>
        """
}
