/// Messages that the schema forbids, each wrong in one way.
struct WrongForms {
    struct Form {
        let name: String
        let payload: Payload
        /// Servers in use accept it: acceptance is a note, not an error.
        let isOftenAccepted: Bool
        /// Local name of the element that is wrong; `nil` where the whole message is.
        let element: String?
    }

    /// For each way of being wrong, so that a large type does not fill the run.
    private let mostOfAKind: Int
    private let base: Payload
    private(set) var forms: [Form] = []

    /// - Parameter base: a valid message, best with all optional elements.
    init(_ base: Payload, mostOfAKind: Int = 8) {
        self.base = base
        self.mostOfAKind = mostOfAKind
        missing()
        wrongValues()
        structure()
        names()
    }

    private mutating func add(_ name: String, at path: [Int] = [], isOftenAccepted: Bool = false, _ change: (inout Payload) -> Void) {
        var payload = base
        change(&payload)
        guard payload != base else { return }
        forms.append(
            Form(name: name, payload: payload, isOftenAccepted: isOftenAccepted, element: path.isEmpty ? nil : base[path[...]]?.name.local))
    }

    private mutating func missing() {
        let required = base.paths.dropFirst().filter { path in
            guard let element = base[path[...]] else { return false }
            return element.origin.occurrence.min > 0 && element.origin.occurrence.max == 1
        }
        for path in required.prefix(mostOfAKind) {
            add("missing \(base.label(path))", at: path) { $0[path[...]] = nil }
        }
    }

    private mutating func wrongValues() {
        let leaves = base.paths.filter { base[$0[...]]?.origin.value != nil && base[$0[...]]?.isNil == false }
        var count = 0
        for path in leaves {
            guard let value = base[path[...]]?.origin.value, count < mostOfAKind * 2 else { break }
            for (kind, text) in WrongValues.texts(value) {
                add("\(kind) in \(base.label(path))", at: path) { $0[path[...]]?.text = text }
                count += 1
            }
        }
        for path in leaves.prefix(mostOfAKind) where !path.isEmpty {
            add("element inside the text of \(base.label(path))", at: path) {
                var child = Payload(QName(nil, "unexpected"))
                child.text = "x"
                $0[path[...]]?.children = [child]
            }
        }
    }

    private mutating func structure() {
        let single = base.paths.dropFirst().filter { base[$0[...]]?.origin.occurrence.max == 1 }
        for path in single.prefix(mostOfAKind / 2) {
            add("repeated \(base.label(path))", isOftenAccepted: true) { payload in
                guard let element = payload[path[...]], let last = path.last else { return }
                let parent = path.dropLast()
                payload[parent]?.children.insert(element, at: last)
            }
        }
        if let path = base.paths.first(where: { base[$0[...]].map(Self.hasDistinctOrder) ?? false }) {
            add("wrong order\(path.isEmpty ? "" : " in \(base.label(path))")", isOftenAccepted: true) {
                $0[path[...]]?.children.reverse()
            }
        }
        if let path = base.paths.dropFirst().first(where: { base[$0[...]].map { !$0.origin.isNillable && !$0.isNil } ?? false }) {
            add("nil \(base.label(path))", isOftenAccepted: true) {
                guard let name = $0[path[...]]?.name else { return }
                var empty = Payload(name)
                empty.attributes[QName(Namespace.instance, "nil")] = "true"
                $0[path[...]] = empty
            }
        }
    }

    private static func hasDistinctOrder(_ element: Payload) -> Bool {
        element.children.count > 1 && element.children.allSatisfy(\.origin.isOrdered)
            && element.children.first?.name != element.children.last?.name
    }

    private mutating func names() {
        add("unknown element", isOftenAccepted: true) {
            var unknown = Payload(QName($0.children.first?.name.namespace, "unexpectedElement"))
            unknown.text = "x"
            $0.children.append(unknown)
        }
        add("unknown attribute", isOftenAccepted: true) { $0.attributes[QName(nil, "unexpected")] = "x" }
        add("wrong namespace", isOftenAccepted: true) { $0.name.namespace = "urn:unexpected:namespace" }
        add("children in the wrong namespace", isOftenAccepted: true) { payload in
            for index in payload.children.indices { payload.children[index].name.namespace = "urn:unexpected:namespace" }
        }
    }
}

/// Texts outside a type.
enum WrongValues {
    static func texts(_ value: SimpleValue) -> [(kind: String, text: String)] {
        var texts: [(String, String)] = []
        let facets = value.facets
        if !facets.enumeration.isEmpty { texts.append(("unlisted value", "not-in-the-enumeration")) }
        switch value.builtIn {
        case "boolean": texts.append(("wrong type", "maybe"))
        case "date", "dateTime", "time", "duration", "float", "double", "decimal": texts.append(("wrong type", "not-a-value"))
        case "base64Binary", "hexBinary": texts.append(("wrong type", "*?*"))
        case let name where NumberRange.isInteger(name):
            texts.append(("wrong type", "not-a-number"))
            let range = NumberRange(value)
            texts.append(("above the range", range.high == .max ? "\(range.high)0" : "\(range.high + 1)"))
            if name != "integer", range.low > .min, facets.minInclusive != nil { texts.append(("below the range", "\(range.low - 1)")) }
        default: break
        }
        if facets.enumeration.isEmpty, !NumberRange.isInteger(value.builtIn) {
            if let most = facets.maxLength ?? facets.length, most < 10_000 {
                texts.append(("too long", String(repeating: "x", count: most + 1)))
            }
            if let least = facets.minLength ?? facets.length, least > 0 {
                texts.append(("too short", String(repeating: "x", count: least - 1)))
            }
            if !facets.patterns.isEmpty { texts.append(("pattern mismatch", "\u{2603} not matching")) }
        }
        return texts
    }
}

extension NumberRange {
    static func isInteger(_ builtIn: String) -> Bool {
        [
            "byte", "short", "int", "long", "integer", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong", "nonNegativeInteger",
            "positiveInteger", "nonPositiveInteger", "negativeInteger",
        ].contains(builtIn)
    }
}
