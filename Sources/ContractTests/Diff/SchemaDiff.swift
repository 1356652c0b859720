/// Compares the elements of one message, in the direction in which it is sent.
struct SchemaDiff {
    enum Direction: String {
        /// Old clients send it, the new server reads it.
        case request
        /// The new server sends it, old clients read it.
        case response
    }

    private let old: SchemaSet
    private let new: SchemaSet
    private let direction: Direction
    private let renaming: [String: String]
    private(set) var changes: [Change] = []
    /// Pairs of types that are compared already; recursion ends here.
    private var seen: Set<String> = []

    init(_ old: SchemaSet, _ new: SchemaSet, _ direction: Direction, renaming: [String: String]) {
        self.old = old
        self.new = new
        self.direction = direction
        self.renaming = renaming
    }

    private mutating func report(_ place: String, _ message: String, _ compatibility: Compatibility, _ reason: String) {
        changes.append(Change(place, message, compatibility, reason))
    }

    mutating func compare(_ before: ElementDeclaration, _ after: ElementDeclaration, at place: String) {
        if before.isNillable != after.isNillable {
            // Nil is new for the reader, or no longer allowed for the writer.
            let breaks = direction == .request ? before.isNillable : after.isNillable
            report(
                place, after.isNillable ? "it may be nil" : "it may not be nil any more", breaks ? .breaksWire : .compatible,
                breaks ? "the other side does not expect it" : "less is sent than could be read")
        }
        let pair = "\(before.type.name?.description ?? "\(before.place)") \(after.type.name?.description ?? "\(after.place)")"
        guard seen.insert(pair).inserted else { return }
        let isComplex = (Self.complex(before.type, old), Self.complex(after.type, new))
        switch isComplex {
        case (let one?, let two?):
            if let a = one.name?.local, let b = two.name?.local, a != b {
                report(place, "the type is named \(b) instead of \(a)", .breaksGeneratedCode, "generated classes are named after it")
            }
            members(one, two, place)
            attributes(one, two, place)
            values(old.simpleContent(of: before.type), new.simpleContent(of: after.type), place)
        case (nil, nil): values(old.simpleContent(of: before.type), new.simpleContent(of: after.type), place)
        default:
            report(
                place, "the type is \(after.type.label) instead of \(before.type.label)", .breaksWire,
                "text and elements cannot stand for each other")
        }
    }

    private static func complex(_ use: TypeUse, _ schema: SchemaSet) -> ComplexType? {
        guard case .complex(let type)? = schema.type(use) else { return nil }
        if case .simple = type.content { return nil }
        return type
    }

    // MARK: Content

    private mutating func members(_ before: ComplexType, _ after: ComplexType, _ place: String) {
        let one = old.particle(of: before).map { old.members(of: $0) } ?? []
        let two = new.particle(of: after).map { new.members(of: $0) } ?? []
        for (declaration, occurrence) in one {
            let inside = "\(place)/\(declaration.name.local)"
            guard let (other, now) = two.first(where: { $0.declaration.name.local == declaration.name.local }) else {
                removed(occurrence, inside)
                continue
            }
            let expected = declaration.name.namespace.map { renaming[$0] ?? $0 }
            if expected != other.name.namespace {
                report(inside, "the element has the namespace \(other.name.namespace ?? "none")", .breaksWire, "it is another name")
            }
            occurrences(occurrence, now, inside)
            compare(declaration, other, at: inside)
        }
        for (declaration, occurrence) in two where !one.contains(where: { $0.declaration.name.local == declaration.name.local }) {
            added(occurrence, "\(place)/\(declaration.name.local)")
        }
        order(one.map(\.declaration.name.local), two.map(\.declaration.name.local), new.particle(of: after), place)
    }

    private mutating func removed(_ occurrence: Occurrence, _ place: String) {
        switch direction {
        case .request: report(place, "the element is gone or renamed", .breaksWire, "old clients send it, and the schema forbids it")
        case .response where occurrence.isOptional:
            report(
                place, "the optional element is gone", .breaksGeneratedCode,
                "the property disappears; old clients had to do without it already")
        case .response: report(place, "the element is gone or renamed", .breaksWire, "old clients rely on it")
        }
    }

    private mutating func added(_ occurrence: Occurrence, _ place: String) {
        switch direction {
        case .request where occurrence.isOptional: report(place, "the optional element is new", .compatible, "old clients leave it out")
        case .request: report(place, "the required element is new", .breaksWire, "old clients do not send it")
        case .response:
            report(
                place, "the element is new", .breaksGeneratedCode, "strict validators and Axis 1 refuse an element that they do not know")
        }
    }

    private mutating func occurrences(_ before: Occurrence, _ after: Occurrence, _ place: String) {
        guard before != after else { return }
        let message = "it occurs \(after.label) instead of \(before.label)"
        let isNarrower = after.min > before.min || (after.max ?? .max) < (before.max ?? .max)
        let isWider = after.min < before.min || (after.max ?? .max) > (before.max ?? .max)
        let breaks = direction == .request ? isNarrower : isWider
        if breaks {
            report(
                place, message, .breaksWire, direction == .request ? "messages that were right are wrong" : "old clients do not expect it")
        } else if before.isRepeatable != after.isRepeatable {
            report(place, message, .breaksGeneratedCode, "a property becomes a list, or a list a property")
        } else {
            report(place, message, .compatible, "what is sent was possible before")
        }
    }

    private mutating func order(_ one: [String], _ two: [String], _ particle: Particle?, _ place: String) {
        if case .all? = particle { return }
        let common = one.filter(two.contains)
        let now = two.filter(one.contains)
        if common != now { report(place, "the elements are in another order", .breaksWire, "a sequence has one order") }
    }

    private mutating func attributes(_ before: ComplexType, _ after: ComplexType, _ place: String) {
        let one = old.attributes(of: before)
        let two = new.attributes(of: after)
        for attribute in one where !two.contains(where: { $0.name.local == attribute.name.local }) {
            report("\(place)/@\(attribute.name.local)", "the attribute is gone", .breaksWire, "the other side sends or expects it")
        }
        for attribute in two {
            let same = one.first { $0.name.local == attribute.name.local }
            if let same, same.isRequired == attribute.isRequired { continue }
            let breaks = direction == .request ? attribute.isRequired : same?.isRequired == true
            report(
                "\(place)/@\(attribute.name.local)",
                same == nil ? "the attribute is new" : "the attribute is \(attribute.isRequired ? "required" : "optional")",
                breaks ? .breaksWire : .compatible, breaks ? "one side does not send it" : "it may be left out or ignored")
        }
    }

    // MARK: Values

    private mutating func values(_ before: SimpleValue?, _ after: SimpleValue?, _ place: String) {
        guard let before, let after, before != after else { return }
        if before.builtIn != after.builtIn || before.isList != after.isList {
            let isWider = TypeOrder.isWider(after.builtIn, than: before.builtIn)
            let isNarrower = TypeOrder.isWider(before.builtIn, than: after.builtIn)
            let isSafe = direction == .request ? isWider : isNarrower
            report(
                place, "the type is \(after.builtIn) instead of \(before.builtIn)", isSafe ? .breaksGeneratedCode : .breaksWire,
                isSafe
                    ? "every value that is sent fits, and the type in code changes" : "values of one side do not fit the type of the other")
        }
        let (isNarrower, isWider, message) = FacetOrder.compare(before.facets, after.facets)
        guard isNarrower || isWider else { return }
        let breaks = direction == .request ? isNarrower : isWider
        report(
            place, message, breaks ? .breaksWire : .compatible,
            breaks
                ? direction == .request ? "values that were right are wrong" : "old clients meet values that they do not know"
                : "what is sent was possible before")
    }
}

/// Which built-in types take the values of which.
enum TypeOrder {
    private static let chains = [
        ["byte", "short", "int", "long", "integer", "decimal", "string"],
        ["unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong", "nonNegativeInteger", "integer"],
        ["positiveInteger", "nonNegativeInteger"], ["negativeInteger", "nonPositiveInteger", "integer"], ["float", "double", "string"],
        ["NCName", "Name", "token", "normalizedString", "string"], ["language", "token"], ["ID", "NCName"], ["anyURI", "string"],
        ["boolean", "string"], ["dateTime", "string"], ["date", "string"], ["time", "string"],
    ]

    static func isWider(_ one: String, than other: String) -> Bool {
        var reached: Set<String> = [other]
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for chain in chains {
                guard let start = chain.firstIndex(where: reached.contains) else { continue }
                for name in chain[start...] where reached.insert(name).inserted { hasGrown = true }
            }
        }
        return one != other && reached.contains(one)
    }
}

enum FacetOrder {
    /// Whether the second permits less or more than the first, and the difference in words.
    static func compare(_ before: Facets, _ after: Facets) -> (isNarrower: Bool, isWider: Bool, message: String) {
        var isNarrower = false
        var isWider = false
        var words: [String] = []
        func limit(_ name: String, _ one: Double?, _ two: Double?, isUpper: Bool) {
            guard one != two else { return }
            let a = one ?? (isUpper ? .infinity : -.infinity)
            let b = two ?? (isUpper ? .infinity : -.infinity)
            if (b < a) == isUpper { isNarrower = true } else { isWider = true }
            words.append("\(name) is \(two.map { "\($0)".replacing(".0", with: "") } ?? "open")")
        }
        limit(
            "maxLength", (before.maxLength ?? before.length).map(Double.init), (after.maxLength ?? after.length).map(Double.init),
            isUpper: true)
        limit(
            "minLength", (before.minLength ?? before.length).map(Double.init), (after.minLength ?? after.length).map(Double.init),
            isUpper: false)
        limit("maxInclusive", before.maxInclusive.flatMap(Double.init), after.maxInclusive.flatMap(Double.init), isUpper: true)
        limit("minInclusive", before.minInclusive.flatMap(Double.init), after.minInclusive.flatMap(Double.init), isUpper: false)
        limit("maxExclusive", before.maxExclusive.flatMap(Double.init), after.maxExclusive.flatMap(Double.init), isUpper: true)
        limit("minExclusive", before.minExclusive.flatMap(Double.init), after.minExclusive.flatMap(Double.init), isUpper: false)
        limit("totalDigits", before.totalDigits.map(Double.init), after.totalDigits.map(Double.init), isUpper: true)
        limit("fractionDigits", before.fractionDigits.map(Double.init), after.fractionDigits.map(Double.init), isUpper: true)
        if before.enumeration != after.enumeration {
            let (one, two) = (Set(before.enumeration), Set(after.enumeration))
            let gone = one.subtracting(two).sorted()
            let added = two.subtracting(one).sorted()
            if after.enumeration.isEmpty {
                isWider = true
                words.append("the enumeration is open")
            } else if before.enumeration.isEmpty {
                isNarrower = true
                words.append("there is an enumeration")
            } else {
                if !gone.isEmpty {
                    isNarrower = true
                    words.append("the enumeration has lost \(gone.joined(separator: ", "))")
                }
                if !added.isEmpty {
                    isWider = true
                    words.append("the enumeration has got \(added.joined(separator: ", "))")
                }
            }
        }
        if before.patterns != after.patterns {
            // Whether one expression takes less than another is not decided here: both directions are assumed.
            isNarrower = isNarrower || !after.patterns.isEmpty
            isWider = isWider || !before.patterns.isEmpty
            words.append("the pattern is \(after.patterns.last ?? "open")")
        }
        return (isNarrower, isWider, words.joined(separator: ", "))
    }
}
