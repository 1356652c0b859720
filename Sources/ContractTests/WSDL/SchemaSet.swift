/// The schema components of a description by expanded name, and what follows from them.
package struct SchemaSet: Sendable {
    /// How deep references are followed: groups inside groups, types that extend types.
    private static let deepest = 64

    var elements: [QName: ElementDeclaration] = [:]
    var types: [QName: SchemaType] = [:]
    var groups: [QName: Particle] = [:]
    var attributes: [QName: AttributeUse] = [:]
    var attributeGroups: [QName: [AttributeUse]] = [:]
    /// Names that are declared more than once.
    var duplicates: [(kind: String, name: QName, place: Place)] = []

    func type(_ use: TypeUse) -> SchemaType? {
        switch use {
        case .named(let reference): reference.name.flatMap { types[$0] }
        case .anonymous(let type): type
        case .any: nil
        }
    }

    func isBuiltIn(_ use: TypeUse) -> Bool {
        switch use {
        case .named(let reference): reference.name?.namespace == Namespace.schema
        case .anonymous: false
        case .any: true
        }
    }

    /// The declarations that can stand for an element: itself unless it is abstract, and the members of its substitution group.
    func substitutes(of declaration: ElementDeclaration) -> [ElementDeclaration] {
        let members = elements.values.filter { $0.substitutionGroup == declaration.name && !$0.isAbstract }.sorted { $0.name < $1.name }
        return declaration.isAbstract ? members : [declaration] + members
    }

    /// Types that may stand for another one by `xsi:type`, the abstract ones left out; sorted by name.
    func derivedTypes(of base: QName) -> [(name: QName, type: ComplexType)] {
        types.compactMap { name, type in
            guard case .complex(let complex) = type, !complex.isAbstract, name != base, derives(complex, from: base) else { return nil }
            return (name, complex)
        }.sorted { $0.name < $1.name }
    }

    private func derives(_ type: ComplexType, from base: QName) -> Bool {
        var current = type
        for _ in 0..<Self.deepest {
            guard let parent = current.derivation.base?.name else { return false }
            if parent == base { return true }
            guard case .complex(let next)? = types[parent] else { return false }
            current = next
        }
        return false
    }

    /// What a complex type contains, with what it inherits; `nil` for simple or empty content.
    func particle(of type: ComplexType, depth: Int = 0) -> Particle? {
        guard depth < Self.deepest else { return nil }
        let own: Particle? = if case .particle(let particle) = type.content { particle } else { nil }
        guard case .extending(let base) = type.derivation, let name = base.name, case .complex(let parent)? = types[name],
            let inherited = particle(of: parent, depth: depth + 1)
        else { return own }
        guard let own else { return inherited }
        return .sequence([inherited, own], Occurrence())
    }

    /// The attributes of a complex type with those that it inherits, without prohibited ones.
    func attributes(of type: ComplexType, depth: Int = 0) -> [AttributeUse] {
        var uses = type.attributes
        if depth < Self.deepest, let name = type.derivation.base?.name, case .complex(let parent)? = types[name] {
            let own = Set(uses.map(\.name))
            uses = attributes(of: parent, depth: depth + 1).filter { !own.contains($0.name) } + uses
        }
        return uses.filter { !$0.isProhibited }
    }

    /// The simple type of an element's text: of a simple type, or of a complex one with simple content.
    func simpleContent(of use: TypeUse, depth: Int = 0) -> SimpleValue? {
        guard depth < Self.deepest else { return nil }
        switch use {
        case .any: return nil
        case .named(let reference):
            guard let name = reference.name else { return nil }
            if name.namespace == Namespace.schema { return name.local == "anyType" ? nil : SimpleValue(builtIn: name.local) }
            return types[name].flatMap { simpleContent(of: .anonymous($0), depth: depth + 1) }
        case .anonymous(.complex(let type)):
            guard case .simple(let base) = type.content else {
                guard case .extending(let base) = type.derivation, particle(of: type) == nil else { return nil }
                return simpleContent(of: .named(base), depth: depth + 1)
            }
            return simpleContent(of: base, depth: depth + 1)
        case .anonymous(.simple(let type)):
            switch type.variety {
            case .restriction(let base, let facets):
                guard var value = simpleContent(of: base, depth: depth + 1) else { return nil }
                value.facets = facets.refining(value.facets)
                return value
            case .list(let item):
                guard var value = simpleContent(of: item, depth: depth + 1) else { return nil }
                value.isList = true
                value.facets = Facets()
                return value
            case .union(let members):
                return members.lazy.compactMap { simpleContent(of: $0, depth: depth + 1) }.first
            }
        }
    }

    /// The elements directly inside a type in the order of its content model, references and groups resolved.
    func members(of particle: Particle, depth: Int = 0) -> [(declaration: ElementDeclaration, occurrence: Occurrence)] {
        guard depth < Self.deepest else { return [] }
        switch particle {
        case .element(let declaration, let occurrence): return [(declaration, occurrence)]
        case .reference(let reference, let occurrence, _):
            return reference.name.flatMap { elements[$0] }.map { [($0, occurrence)] } ?? []
        case .group(let reference, _): return reference.name.flatMap { groups[$0] }.map { members(of: $0, depth: depth + 1) } ?? []
        case .sequence(let particles, let outer), .all(let particles, let outer):
            return particles.flatMap { members(of: $0, depth: depth + 1) }.map { ($0.declaration, $0.occurrence.within(outer)) }
        case .choice(let particles, let outer):
            return particles.flatMap { members(of: $0, depth: depth + 1) }.map {
                ($0.declaration, Occurrence(min: 0, max: $0.occurrence.within(outer).max))
            }
        case .any: return []
        }
    }
}

/// A built-in simple type with the facets that restrict it.
struct SimpleValue: Sendable, Equatable {
    /// Local name in the namespace of XML Schema.
    var builtIn: String
    var facets = Facets()
    var isList = false
}

extension Occurrence {
    /// How often a particle can occur whose group occurs as often as `outer` says.
    func within(_ outer: Occurrence) -> Occurrence {
        guard outer != Occurrence() else { return self }
        let max: Int? = if let max, let limit = outer.max { max.multipliedReportingOverflow(by: limit).partialValue } else { nil }
        return Occurrence(min: outer.min == 0 ? 0 : min, max: max)
    }
}
