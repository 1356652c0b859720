/// Text for simple types: a pure function of type, style and seed.
struct ValueGenerator {
    enum Style: Sendable {
        /// A short ordinary value.
        case plain
        /// The least or first value that the facets permit.
        case lowest
        /// The greatest, longest or last value.
        case highest
        /// Text from several scripts and planes, with characters that need escaping.
        case unicode
        /// As empty as the facets permit.
        case empty
    }

    /// Longest text that is made although a facet would permit more.
    private static let longest = 2000

    private var random: SeededGenerator

    init(seed: UInt64, purpose: String) {
        random = SeededGenerator(seed: seed, purpose: purpose)
    }

    mutating func text(for value: SimpleValue?, _ style: Style) -> String {
        guard let value else { return "text" }
        if let fixed = enumerated(value, style) { return fixed }
        if value.isList, style == .empty, (value.facets.minLength ?? value.facets.length ?? 0) == 0 { return "" }
        let text = single(value, style)
        guard value.isList else { return text }
        let count = value.facets.length ?? max(value.facets.minLength ?? 0, style == .highest ? min(value.facets.maxLength ?? 3, 20) : 1)
        return Array(repeating: text, count: count).joined(separator: " ")
    }

    private mutating func enumerated(_ value: SimpleValue, _ style: Style) -> String? {
        switch style {
        case .highest: value.facets.enumeration.last
        default: value.facets.enumeration.first
        }
    }

    private mutating func single(_ value: SimpleValue, _ style: Style) -> String {
        switch value.builtIn {
        case "boolean": style == .highest ? "true" : style == .lowest ? "0" : "false"
        case "byte", "short", "int", "long", "integer", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong",
            "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger":
            NumberRange(value).text(style)
        case "decimal": decimal(value, style)
        case "float", "double": NumberRange.real(value, style)
        case "dateTime": style == .highest ? "2999-12-31T23:59:59.999Z" : style == .lowest ? "1970-01-01T00:00:00" : "2024-02-29T12:30:00Z"
        case "date": style == .highest ? "2999-12-31" : style == .lowest ? "1970-01-01" : "2024-02-29"
        case "time": style == .highest ? "23:59:59.999" : style == .lowest ? "00:00:00" : "12:30:00"
        case "duration": style == .highest ? "P10Y2M3DT4H5M6S" : style == .lowest ? "PT0S" : "P1D"
        case "gYear": "2024"
        case "gYearMonth": "2024-02"
        case "gMonthDay": "--02-29"
        case "gDay": "---29"
        case "gMonth": "--02"
        case "base64Binary": sized(value.facets, style, unit: "", ofBytes: true)
        case "hexBinary": String(repeating: "0A", count: length(value.facets, style, natural: 2))
        case "anyURI": style == .empty ? "" : "http://example.test/a?b=c%20d"
        case "QName": "xsi:type"
        case "language": style == .highest ? "en-US" : "en"
        case "Name", "NCName", "ID", "IDREF", "ENTITY", "NMTOKEN", "NMTOKENS", "IDREFS": "n\(random.next() % 100_000)"
        default: string(value.facets, style)
        }
    }

    private mutating func string(_ facets: Facets, _ style: Style) -> String {
        if let pattern = facets.patterns.last { return PatternSampler.sample(pattern, longest: style == .highest) ?? "text" }
        let characters: [Character] =
            switch style {
            case .unicode: Array("żółć 日本語 עברית 😀 a<b&c>\"d'")
            default: Array("abcdefghij")
            }
        let count = length(facets, style, natural: style == .unicode ? characters.count : 6)
        let start = style == .unicode ? 0 : Int(random.next() % UInt64(characters.count))
        return String((0..<count).map { characters[(start + $0) % characters.count] })
    }

    private mutating func sized(_ facets: Facets, _ style: Style, unit: String, ofBytes: Bool) -> String {
        let count = length(facets, style, natural: 3)
        let alphabet = "QUFB"
        let whole = String(repeating: alphabet, count: count / 3)
        return whole + (count % 3 == 1 ? "QQ==" : count % 3 == 2 ? "QUE=" : "")
    }

    private func length(_ facets: Facets, _ style: Style, natural: Int) -> Int {
        if let length = facets.length { return min(length, Self.longest) }
        let least = facets.minLength ?? 0
        let most = facets.maxLength ?? max(least, style == .highest ? 255 : natural)
        let wanted =
            switch style {
            case .empty: least
            case .lowest: max(least, 1)
            case .highest: most
            case .plain, .unicode: natural
            }
        return min(max(wanted, least), most, Self.longest)
    }

    private func decimal(_ value: SimpleValue, _ style: Style) -> String {
        let fraction = value.facets.fractionDigits ?? 2
        let whole = NumberRange(SimpleValue(builtIn: "int", facets: value.facets)).text(style)
        if style == .highest, value.facets.maxInclusive != nil { return value.facets.maxInclusive ?? whole }
        if let total = value.facets.totalDigits, total <= whole.count { return String(repeating: "1", count: max(total - fraction, 1)) }
        return fraction > 0 && style == .plain ? "\(whole).5" : whole
    }
}

/// The integers that a built-in type and its facets permit.
struct NumberRange {
    let low: Int64
    let high: Int64

    private static let bounds: [String: (Int64, Int64)] = [
        "byte": (-128, 127), "short": (-32768, 32767), "int": (-2_147_483_648, 2_147_483_647), "long": (.min, .max),
        "integer": (.min, .max), "unsignedByte": (0, 255), "unsignedShort": (0, 65535), "unsignedInt": (0, 4_294_967_295),
        "unsignedLong": (0, .max), "nonNegativeInteger": (0, .max), "positiveInteger": (1, .max), "nonPositiveInteger": (.min, 0),
        "negativeInteger": (.min, -1),
    ]

    init(_ value: SimpleValue) {
        var (low, high) = Self.bounds[value.builtIn] ?? (.min, .max)
        func whole(_ text: String?) -> Int64? { text.flatMap { Int64($0.split(separator: ".").first ?? "") } }
        if let least = whole(value.facets.minInclusive) { low = max(low, least) }
        if let most = whole(value.facets.maxInclusive) { high = min(high, most) }
        if let above = whole(value.facets.minExclusive), above < .max { low = max(low, above + 1) }
        if let below = whole(value.facets.maxExclusive), below > .min { high = min(high, below - 1) }
        if let digits = value.facets.totalDigits, digits < 19 {
            let limit = (0..<digits).reduce(Int64(1)) { result, _ in result * 10 } - 1
            low = max(low, -limit)
            high = min(high, limit)
        }
        self.low = low
        self.high = max(low, high)
    }

    func text(_ style: ValueGenerator.Style) -> String {
        switch style {
        case .lowest: "\(low)"
        case .highest: "\(high)"
        default: "\(min(max(1, low), high))"
        }
    }

    static func real(_ value: SimpleValue, _ style: ValueGenerator.Style) -> String {
        switch style {
        case .lowest: value.facets.minInclusive ?? "-1.5E3"
        case .highest: value.facets.maxInclusive ?? "1.5E3"
        default: value.facets.minInclusive ?? value.facets.maxInclusive ?? "1.5"
        }
    }
}
