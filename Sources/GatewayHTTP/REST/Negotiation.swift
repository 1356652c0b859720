/// The body formats of REST.
enum BodyFormat: Sendable {
    case json, xml

    var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .xml: "application/xml; charset=utf-8"
        }
    }
}

/// Content negotiation by `Accept` (contract: `rest.md` §7).
enum Negotiation {
    /// Further members of the field are ignored.
    static let memberLimit = 64

    private struct Range {
        let type: Substring
        let subtype: Substring
        let quality: Double

        /// How specifically the range matches a candidate: 0 not at all, 1 `*/*`, 2 `type/*`, 3 exactly.
        func specificity<Format>(for candidate: Candidate<Format>) -> Int {
            if type == "*", subtype == "*" { return 1 }
            guard type == candidate.type else { return 0 }
            if subtype == "*" { return 2 }
            return subtype == candidate.subtype ? 3 : 0
        }
    }

    /// An available media type, in lower case.
    struct Candidate<Format: Sendable>: Sendable {
        let type: Substring
        let subtype: Substring
        let format: Format
    }

    private static let candidates: [Candidate<BodyFormat>] = [
        Candidate(type: "application", subtype: "json", format: .json),
        Candidate(type: "text", subtype: "xml", format: .xml),
        Candidate(type: "application", subtype: "xml", format: .xml),
        Candidate(type: "application", subtype: "xhtml+xml", format: .xml),
    ]

    /// - Parameter accept: the joined fields; `nil` without any.
    /// - Returns: `nil` if no available format is acceptable.
    static func format(accept: String?) -> BodyFormat? {
        guard let accept, !isWhitespace(accept) else { return .json }
        if accept == "*/*" || accept == "application/json" { return .json }
        return format(accept: accept, of: candidates)
    }

    /// The same for other candidates. Their order decides where the field leaves the choice.
    static func format<Format>(accept: String?, of candidates: [Candidate<Format>]) -> Format? {
        guard let accept, !isWhitespace(accept) else { return candidates.first?.format }
        let ranges = accept.split(separator: ",", maxSplits: memberLimit, omittingEmptySubsequences: true).prefix(memberLimit).compactMap(
            range)
        let acceptable = candidates.filter { candidate in
            let best = ranges.map { ($0.specificity(for: candidate), $0.quality) }.filter { $0.0 > 0 }.max { $0.0 < $1.0 }
            return best.map { $0.1 > 0 } ?? false
        }
        // Descending quality; the index makes the order stable.
        let ordered = ranges.enumerated().filter { $0.element.quality > 0 }.sorted {
            ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
        }
        for (_, range) in ordered {
            if let found = acceptable.first(where: { range.specificity(for: $0) > 0 }) { return found.format }
        }
        return nil
    }

    /// Whether the field is absent, empty, `*/*` or `*`, so that the suffix `.xml` decides (D13).
    static func leavesChoice(_ accept: String?) -> Bool {
        accept.map { isWhitespace($0) || $0 == "*/*" || $0 == "*" } ?? true
    }

    private static func range(_ member: Substring) -> Range? {
        let parts = member.split(separator: ";", omittingEmptySubsequences: false)
        guard let head = parts.first else { return nil }
        let written = FieldSyntax.trimmed(head).lowercased()
        // Old Java clients send `*` for `*/*`.
        let media = (written == "*" ? "*/*" : written).split(separator: "/", omittingEmptySubsequences: false)
        guard media.count == 2, FieldSyntax.isToken(media[0].utf8), FieldSyntax.isToken(media[1].utf8), media[0] != "*" || media[1] == "*"
        else { return nil }
        var quality = 1.0
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, FieldSyntax.trimmed(pair[0]).lowercased() == "q" else { continue }
            guard let value = weight(FieldSyntax.trimmed(pair[1])) else { return nil }
            quality = value
            break
        }
        return Range(type: media[0], subtype: media[1], quality: quality)
    }

    /// A decimal number such as `.2`, `0.` and `1.0000`, at most 1. `nil` for other text.
    private static func weight(_ text: Substring) -> Double? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.contains(where: { !$0.isEmpty }),
            parts.allSatisfy({ $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { return nil }
        return Double("0\(text)\(parts.count == 2 ? "0" : "")").map { min($0, 1) }
    }

    private static func isWhitespace(_ text: String) -> Bool { text.utf8.allSatisfy(FieldSyntax.isWhitespace) }
}
