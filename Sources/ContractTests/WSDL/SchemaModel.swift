/// A use of a type: by name, or written in place.
indirect enum TypeUse: Sendable {
    case named(Reference)
    case anonymous(SchemaType)
    /// No type is given: `xsd:anyType`.
    case any

    var name: QName? { if case .named(let reference) = self { reference.name } else { nil } }

    /// As text for people.
    var label: String {
        switch self {
        case .named(let reference): reference.written
        case .anonymous: "an anonymous type"
        case .any: "anyType"
        }
    }
}

indirect enum SchemaType: Sendable {
    case simple(SimpleType)
    case complex(ComplexType)

    var place: Place {
        switch self {
        case .simple(let type): type.place
        case .complex(let type): type.place
        }
    }
}

struct Facets: Sendable, Equatable {
    var enumeration: [String] = []
    var patterns: [String] = []
    var length: Int?
    var minLength: Int?
    var maxLength: Int?
    var minInclusive: String?
    var maxInclusive: String?
    var minExclusive: String?
    var maxExclusive: String?
    var totalDigits: Int?
    var fractionDigits: Int?

    /// These facets where they say something, those of the base elsewhere.
    func refining(_ base: Facets) -> Facets {
        var merged = base
        if !enumeration.isEmpty { merged.enumeration = enumeration }
        merged.patterns += patterns
        merged.length = length ?? base.length
        merged.minLength = minLength ?? base.minLength
        merged.maxLength = maxLength ?? base.maxLength
        merged.minInclusive = minInclusive ?? base.minInclusive
        merged.maxInclusive = maxInclusive ?? base.maxInclusive
        merged.minExclusive = minExclusive ?? base.minExclusive
        merged.maxExclusive = maxExclusive ?? base.maxExclusive
        merged.totalDigits = totalDigits ?? base.totalDigits
        merged.fractionDigits = fractionDigits ?? base.fractionDigits
        return merged
    }
}

struct SimpleType: Sendable {
    enum Variety: Sendable {
        case restriction(TypeUse, Facets)
        case list(TypeUse)
        case union([TypeUse])
    }

    let name: QName?
    let variety: Variety
    let place: Place
}

struct ComplexType: Sendable {
    enum Content: Sendable {
        case empty
        case simple(TypeUse)
        case particle(Particle)
    }

    enum Derivation: Sendable {
        case none
        case extending(Reference)
        case restricting(Reference)

        var base: Reference? {
            switch self {
            case .none: nil
            case .extending(let base), .restricting(let base): base
            }
        }
    }

    let name: QName?
    let content: Content
    let attributes: [AttributeUse]
    let derivation: Derivation
    let isMixed: Bool
    let isAbstract: Bool
    let place: Place
}

struct AttributeUse: Sendable {
    let name: QName
    let type: TypeUse
    let isRequired: Bool
    let isProhibited: Bool
    let fixed: String?
    /// `wsdl:arrayType` of SOAP encoding.
    let arrayType: String?
}

struct ElementDeclaration: Sendable {
    let name: QName
    let type: TypeUse
    let isNillable: Bool
    let defaultValue: String?
    let fixed: String?
    let isAbstract: Bool
    let substitutionGroup: QName?
    let place: Place
}

struct Occurrence: Sendable, Equatable {
    var min = 1
    /// `nil` for unbounded.
    var max: Int? = 1

    var isRepeatable: Bool { max.map { $0 > 1 } ?? true }
    var isOptional: Bool { min == 0 }

    /// As text for people: `0..1`, `1..unbounded`.
    var label: String { "\(min)..\(max.map(String.init) ?? "unbounded")" }
}

indirect enum Particle: Sendable {
    case element(ElementDeclaration, Occurrence)
    case reference(Reference, Occurrence, Place)
    case group(Reference, Occurrence)
    case sequence([Particle], Occurrence)
    case choice([Particle], Occurrence)
    case all([Particle], Occurrence)
    case any(namespace: String, process: String, Occurrence)

    var occurrence: Occurrence {
        switch self {
        case .element(_, let occurrence), .reference(_, let occurrence, _), .group(_, let occurrence), .sequence(_, let occurrence),
            .choice(_, let occurrence), .all(_, let occurrence), .any(_, _, let occurrence):
            occurrence
        }
    }
}
