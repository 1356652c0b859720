/// Makes a valid element for a declaration: a pure function of the schema, the form and the seed.
struct PayloadGenerator {
    /// Which of the valid documents is made.
    struct Form: Sendable {
        var style = ValueGenerator.Style.plain
        /// Optional elements and attributes are there.
        var isFull = false
        /// Repeatable elements occur this often, as far as the schema permits.
        var repetitions = 1
        /// Nillable elements are nil.
        var usesNil = false
        /// Which branch of each choice.
        var branch = 0
        /// Members of `xsd:all` in reverse.
        var reversesAll = false
        /// Substitutes and derived types stand for the declared ones.
        var substitutes = false
    }

    private static let deepest = 24
    private static let mostElements = 2000

    private let schema: SchemaSet
    private let form: Form
    private var values: ValueGenerator
    private var elements = 0
    /// Types on the way from the root, to end recursion.
    private var open: [String: Int] = [:]

    init(schema: SchemaSet, form: Form, seed: UInt64, purpose: String) {
        self.schema = schema
        self.form = form
        values = ValueGenerator(seed: seed, purpose: purpose)
    }

    mutating func payload(_ declaration: ElementDeclaration, _ occurrence: Occurrence = Occurrence()) -> Payload {
        var declaration = declaration
        if declaration.isAbstract || form.substitutes {
            declaration = schema.substitutes(of: declaration).last ?? declaration
        }
        elements += 1
        var payload = Payload(declaration.name)
        payload.origin.occurrence = occurrence
        payload.origin.isNillable = declaration.isNillable
        if form.usesNil, declaration.isNillable {
            payload.attributes[QName(Namespace.instance, "nil")] = "true"
            return payload
        }
        fill(&payload, declaration.type)
        if let fixed = declaration.fixed {
            payload.text = fixed
            payload.origin.isFromData = true
        }
        return payload
    }

    private mutating func fill(_ payload: inout Payload, _ use: TypeUse) {
        var type = schema.type(use)
        if let name = use.name, case .complex(let complex)? = type, complex.isAbstract || form.substitutes,
            let derived = schema.derivedTypes(of: name).first
        {
            payload.typeName = derived.name
            type = .complex(derived.type)
        }
        if let type, case .complex(let complex) = type {
            let key = complex.name?.description ?? "\(complex.place)"
            open[key, default: 0] += 1
            defer { open[key, default: 1] -= 1 }
            for attribute in schema.attributes(of: complex) where attribute.isRequired || form.isFull {
                let declared = schema.attributes[attribute.name]?.type
                let value = schema.simpleContent(of: attribute.type) ?? declared.flatMap { schema.simpleContent(of: $0) }
                payload.attributes[attribute.name] =
                    attribute.fixed ?? values.text(for: value ?? SimpleValue(builtIn: "string"), form.style)
            }
            if let particle = schema.particle(of: complex) {
                payload.children = members(particle, isOrdered: true, isRecursive: (open[key] ?? 0) > 1)
                return
            }
            guard let value = schema.simpleContent(of: use) else { return }
            payload.origin.value = value
            payload.text = values.text(for: value, form.style)
            return
        }
        guard let value = schema.simpleContent(of: use) else { return }
        payload.origin.value = value
        payload.text = values.text(for: value, form.style)
    }

    /// How often a particle occurs in this form.
    private func count(_ occurrence: Occurrence, isRecursive: Bool) -> Int {
        let isAtEnd = isRecursive || open.values.reduce(0, +) > Self.deepest || elements > Self.mostElements
        let wanted = form.isFull && !isAtEnd ? max(form.repetitions, occurrence.min) : occurrence.min
        // A bound on what a schema can demand, so that minOccurs="1000000" does not fill the memory.
        return min(wanted, occurrence.max ?? wanted, max(Self.mostElements - elements, 1))
    }

    private mutating func members(_ particle: Particle, isOrdered: Bool, isRecursive: Bool) -> [Payload] {
        let occurrence = particle.occurrence
        return (0..<count(occurrence, isRecursive: isRecursive)).flatMap { _ -> [Payload] in
            switch particle {
            case .element(let declaration, _):
                var member = payload(declaration, occurrence)
                member.origin.isOrdered = isOrdered
                return [member]
            case .reference(let reference, _, _):
                guard let declaration = reference.name.flatMap({ schema.elements[$0] }) else { return [] }
                var member = payload(declaration, occurrence)
                member.origin.isOrdered = isOrdered
                return [member]
            case .group(let reference, _):
                guard let group = reference.name.flatMap({ schema.groups[$0] }), open.count < 200 else { return [] }
                return members(group, isOrdered: isOrdered, isRecursive: isRecursive)
            case .sequence(let particles, _):
                return particles.flatMap { members($0, isOrdered: isOrdered, isRecursive: isRecursive) }
            case .all(let particles, _):
                let all = particles.flatMap { members($0, isOrdered: false, isRecursive: isRecursive) }
                return form.reversesAll ? all.reversed() : all
            case .choice(let particles, _):
                guard !particles.isEmpty else { return [] }
                // Of a recursive choice the last branch that ends is not known: the shallowest is taken.
                let chosen = isRecursive ? particles.min { weight($0) < weight($1) } : particles[form.branch % particles.count]
                return chosen.map { members($0, isOrdered: isOrdered, isRecursive: isRecursive) } ?? []
            case .any: return []
            }
        }
    }

    private func weight(_ particle: Particle) -> Int {
        if particle.occurrence.min == 0 { return 0 }
        return switch particle {
        case .element(let declaration, _): schema.simpleContent(of: declaration.type) != nil ? 1 : 2
        default: 2
        }
    }
}
