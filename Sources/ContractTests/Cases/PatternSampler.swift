/// A text that a regular expression of XML Schema (Part 2, appendix F) matches. Covers what patterns of messages use: classes, escapes,
/// groups, alternatives and quantifiers; for anything else there is no sample.
struct PatternSampler {
    private var rest: Substring
    private let longest: Bool

    static func sample(_ pattern: String, longest: Bool = false) -> String? {
        var sampler = PatternSampler(rest: Substring(pattern), longest: longest)
        let text = sampler.alternatives()
        return sampler.rest.isEmpty ? text : nil
    }

    /// The first alternative that has a sample; all are read.
    private mutating func alternatives() -> String? {
        var found = sequence()
        while rest.first == "|" {
            rest.removeFirst()
            let other = sequence()
            found = found ?? other
        }
        return found
    }

    private mutating func sequence() -> String? {
        var text: String? = ""
        while let next = rest.first, next != "|", next != ")" {
            guard let atom = atom() else { return nil }
            guard let count = quantifier() else { return nil }
            text? += String(repeating: atom, count: count)
        }
        return text
    }

    private mutating func atom() -> String? {
        guard let first = rest.popFirst() else { return nil }
        switch first {
        case "(":
            let inner = alternatives()
            guard rest.popFirst() == ")" else { return nil }
            return inner
        case "[": return characterClass()
        case ".": return "a"
        case "\\": return escape()
        case "^", "$": return String(first)
        default: return String(first)
        }
    }

    private mutating func escape() -> String? {
        switch rest.popFirst() {
        case "d": return "7"
        case "w": return "a"
        case "s": return " "
        case "S", "D", "i", "c": return "a"
        case "W": return "-"
        case "n": return "\n"
        case "t": return "\t"
        case "p", "P":
            guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}") else { return nil }
            let category = rest[..<end]
            rest = rest[rest.index(after: end)...]
            return ["L": "a", "Lu": "A", "Ll": "a", "N": "7", "Nd": "7", "P": "-", "Z": " ", "Zs": " "][String(category)]
        case let other: return other.map(String.init)
        }
    }

    /// The first member of a class; of a negated one a character that it does not name.
    private mutating func characterClass() -> String? {
        let isNegated = rest.first == "^"
        if isNegated { rest.removeFirst() }
        var members: [String] = []
        while let next = rest.popFirst(), next != "]" {
            if next == "-", rest.first == "[" {
                // Subtraction: the members before it are samples unless the first one is subtracted, which the validator then finds.
                rest.removeFirst()
                _ = characterClass()
                continue
            }
            guard let member = next == "\\" ? escape() : String(next) else { return nil }
            members.append(member)
            // Of a range the lower bound is enough, and the upper bound is excluded for a negated class.
            if rest.first == "-", rest.dropFirst().first != "]", rest.dropFirst().first != "[" {
                rest.removeFirst()
                guard let upper = rest.popFirst() else { return nil }
                if isNegated { members.append(String(upper)) }
            }
        }
        guard isNegated else { return members.first }
        return ["a", "Z", "7", "_", "~", " "].first { candidate in !members.contains(candidate) }
    }

    private mutating func quantifier() -> Int? {
        switch rest.first {
        case "?", "*":
            let most = rest.removeFirst() == "?" ? 1 : 3
            return longest ? most : 0
        case "+":
            rest.removeFirst()
            return longest ? 3 : 1
        case "{":
            guard let end = rest.firstIndex(of: "}") else { return nil }
            let bounds = rest[rest.index(after: rest.startIndex)..<end].split(separator: ",", omittingEmptySubsequences: false)
            rest = rest[rest.index(after: end)...]
            guard let least = bounds.first.flatMap({ Int($0) }) else { return nil }
            let most = bounds.count == 1 ? least : bounds.last.flatMap { Int($0) } ?? least + 3
            return min(longest ? most : least, 500)
        default: return 1
        }
    }
}
