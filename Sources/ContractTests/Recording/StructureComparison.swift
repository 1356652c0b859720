/// Compares two messages: element by element, with values that differ from call to call left out.
struct StructureComparison: Sendable {
    /// Local names whose values are not compared.
    var volatile: Set<String> = []

    /// In words, at most ten.
    func differences(_ one: Element?, _ two: Element?) -> [String] {
        var found: [String] = []
        switch (one, two) {
        case (nil, nil): break
        case (let one?, let two?): compare(one, two, one.name.local, &found)
        case (let one?, nil): found.append("\(one.name.local) is missing")
        case (nil, let two?): found.append("\(two.name.local) is additional")
        }
        return found
    }

    private func compare(_ one: Element, _ two: Element, _ place: String, _ found: inout [String]) {
        guard found.count < 10 else { return }
        if one.name != two.name { return found.append("\(place): \(one.name) and \(two.name)") }
        let (mine, theirs) = (one.children, two.children)
        if mine.map(\.name) != theirs.map(\.name) {
            let (a, b) = (Set(mine.map(\.name.local)), Set(theirs.map(\.name.local)))
            let missing = a.subtracting(b).sorted()
            let additional = b.subtracting(a).sorted()
            if missing.isEmpty, additional.isEmpty {
                return found.append("\(place): \(mine.count) and \(theirs.count) elements, or another order")
            }
            if !missing.isEmpty { found.append("\(place): \(missing.joined(separator: ", ")) only in the first") }
            if !additional.isEmpty { found.append("\(place): \(additional.joined(separator: ", ")) only in the second") }
            return
        }
        if mine.isEmpty, !volatile.contains(one.name.local), one.text != two.text, !VolatileText.isSameKind(one.text, two.text) {
            found.append("\(place): '\(one.text.prefix(60))' and '\(two.text.prefix(60))'")
        }
        for (a, b) in zip(mine, theirs) { compare(a, b, "\(place)/\(a.name.local)", &found) }
    }
}

/// Texts that are expected to differ: tokens, times, identifiers made at random.
enum VolatileText {
    static func isSameKind(_ one: String, _ two: String) -> Bool {
        isTime(one) && isTime(two) || isToken(one) && isToken(two)
    }

    /// At least sixteen letters, digits and signs of Base64 with both letters and digits among them, and no space.
    static func isToken(_ text: String) -> Bool {
        guard text.utf8.count >= 16, text.utf8.count <= 8192 else { return false }
        var hasLetter = false
        var hasDigit = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): hasLetter = true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): break
            default: return false
            }
        }
        return hasLetter && hasDigit
    }

    /// A date with or without a time, as ISO 8601 or SQL write it.
    static func isTime(_ text: String) -> Bool {
        let pattern = /\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?/
        return text.wholeMatch(of: pattern) != nil
    }
}
