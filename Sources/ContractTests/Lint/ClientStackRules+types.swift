// The rules for names and types.

extension ClientStackRules {
    private static let reserved: Set<String> = [
        "abstract", "bool", "break", "case", "catch", "char", "class", "const", "continue", "default", "do", "double", "else", "enum",
        "exit", "extends", "false", "final", "float", "for", "foreach", "function", "goto", "if", "implements", "import", "in", "int",
        "interface", "long", "namespace", "new", "null", "package", "private", "protected", "public", "return", "short", "static",
        "string", "switch", "template", "this", "throw", "true", "try", "typedef", "union", "unsigned", "use", "using", "var", "virtual",
        "void", "volatile", "while",
    ]

    static func names(_ description: ServiceDescription, _ schema: SchemaSet) -> [Finding] {
        var findings: [Finding] = []
        for portType in description.portTypes {
            findings += collisions(portType.operations.map { ($0.name, $0.place) }, "operations")
            for operation in portType.operations where !isIdentifier(operation.name) {
                findings.append(Finding(identifier, at: operation.place, "the operation \(operation.name)"))
            }
            for operation in portType.operations {
                guard let part = description.message(operation.input)?.parts.first, let name = part.element?.name,
                    let element = schema.elements[name], !isWrapper(element, schema)
                else { continue }
                findings.append(
                    Finding(style, at: element.place, "\(name.local), the input of \(operation.name), is no sequence of elements"))
            }
        }
        let byNamespace = Dictionary(grouping: schema.types.keys.sorted()) { $0.namespace ?? "" }
        for (_, types) in byNamespace.sorted(by: { $0.key < $1.key }) {
            findings += collisions(types.compactMap { name in schema.types[name].map { (name.local, $0.place) } }, "types")
        }
        return findings
    }

    private static func isWrapper(_ element: ElementDeclaration, _ schema: SchemaSet) -> Bool {
        guard case .complex(let type)? = schema.type(element.type) else { return false }
        switch schema.particle(of: type) {
        case nil: return true
        case .sequence(let particles, let occurrence):
            return occurrence == Occurrence()
                && particles.allSatisfy {
                    if case .choice = $0 { false } else { true }
                }
        default: return false
        }
    }

    static func types(_ schema: SchemaSet) -> [Finding] {
        var findings: [Finding] = []
        func check(_ declaration: ElementDeclaration) {
            if case .any = declaration.type {
                findings.append(Finding(anyType, at: declaration.place, "the element \(declaration.name.local)"))
            }
            if declaration.type.name == QName(Namespace.schema, "anyType") {
                findings.append(Finding(anyType, at: declaration.place, "the element \(declaration.name.local)"))
            }
            if let name = declaration.type.name, name.namespace == Namespace.schema,
                ["long", "unsignedLong", "unsignedInt", "unsignedShort"].contains(name.local)
            {
                findings.append(Finding(unsigned, at: declaration.place, "\(declaration.name.local) is \(name.local)"))
            }
            if !isIdentifier(declaration.name.local) {
                findings.append(Finding(identifier, at: declaration.place, "the element \(declaration.name.local)"))
            }
            if case .anonymous(.complex(let type)) = declaration.type { checkMembers(type) }
        }
        func checkMembers(_ type: ComplexType) {
            guard let particle = ownParticle(type) else { return }
            let members = schema.members(of: particle)
            // The same name twice is one property for generators.
            var seen: Set<String> = []
            let distinct = members.filter { seen.insert($0.declaration.name.local).inserted }
            findings += collisions(distinct.map { ($0.declaration.name.local, $0.declaration.place) }, "elements")
            for member in members where schema.elements[member.declaration.name]?.place != member.declaration.place {
                check(member.declaration)
            }
        }
        for name in schema.elements.keys.sorted() { if let element = schema.elements[name] { check(element) } }
        for name in schema.types.keys.sorted() {
            if case .complex(let type)? = schema.types[name] { checkMembers(type) }
        }
        return findings
    }

    private static func ownParticle(_ type: ComplexType) -> Particle? {
        if case .particle(let particle) = type.content { particle } else { nil }
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
        return !reserved.contains(name)
            && name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    }

    private static func collisions(_ names: [(name: String, place: Place)], _ kind: String) -> [Finding] {
        var seen: [String: String] = [:]
        return names.compactMap { item in
            let key = item.name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
            guard let other = seen.updateValue(item.name, forKey: key), other != item.name else { return nil }
            return Finding(collision, at: item.place, "the \(kind) \(other) and \(item.name)")
        }
    }
}
