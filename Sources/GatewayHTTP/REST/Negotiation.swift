/// The formats REST speaks.
enum BodyFormat: Sendable {
    case json, xml

    var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .xml: "application/xml; charset=utf-8"
        }
    }
}

/// Which format an `Accept` field selects (contract: `rest.md` §7).
enum Negotiation {
    /// At most this many members count.
    static let members = 64

    private struct Range {
        let type: Substring
        let subtype: Substring
        let quality: Double

        /// How specific the range is about a candidate: 0 none, 1 `*/*`, 2 `type/*`, 3 exact.
        func covers<Format>(_ candidate: Candidate<Format>) -> Int {
            if type == "*", subtype == "*" { return 1 }
            guard type == candidate.type else { return 0 }
            if subtype == "*" { return 2 }
            return subtype == candidate.subtype ? 3 : 0
        }
    }

    /// A media type that can be sent, in lower case.
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

    /// - Parameter accept: the joined fields; `nil` when there is none.
    /// - Returns: `nil` when nothing acceptable can be sent.
    static func format(accept: String?) -> BodyFormat? {
        guard let accept, !isBlank(accept) else { return .json }
        if accept == "*/*" || accept == "application/json" { return .json }
        return format(accept: accept, of: candidates)
    }

    /// The same rule for other candidates, which are taken in their order where the field leaves the choice.
    static func format<Format>(accept: String?, of candidates: [Candidate<Format>]) -> Format? {
        guard let accept, !isBlank(accept) else { return candidates.first?.format }
        let ranges = accept.split(separator: ",", maxSplits: members, omittingEmptySubsequences: true).prefix(members).compactMap(range)
        let open = candidates.filter { candidate in
            let best = ranges.map { ($0.covers(candidate), $0.quality) }.filter { $0.0 > 0 }.max { $0.0 < $1.0 }
            return best.map { $0.1 > 0 } ?? false
        }
        // A stable order by falling quality: the index breaks ties.
        let ordered = ranges.enumerated().filter { $0.element.quality > 0 }.sorted {
            ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
        }
        for (_, range) in ordered {
            if let found = open.first(where: { range.covers($0) > 0 }) { return found.format }
        }
        return nil
    }

    /// Absent, empty or exactly `*/*` or `*`: the `.xml` suffix decides (D13).
    static func leavesChoice(_ accept: String?) -> Bool {
        accept.map { isBlank($0) || $0 == "*/*" || $0 == "*" } ?? true
    }

    private static func range(_ member: Substring) -> Range? {
        let parts = member.split(separator: ";", omittingEmptySubsequences: false)
        guard let head = parts.first else { return nil }
        let written = trimmed(head).lowercased()
        // Old Java clients write a lone `*` for `*/*`.
        let media = (written == "*" ? "*/*" : written).split(separator: "/", omittingEmptySubsequences: false)
        guard media.count == 2, isToken(media[0]), isToken(media[1]), media[0] != "*" || media[1] == "*" else { return nil }
        var quality = 1.0
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, trimmed(pair[0]).lowercased() == "q" else { continue }
            guard let value = weight(trimmed(pair[1])) else { return nil }
            quality = value
            break
        }
        return Range(type: media[0], subtype: media[1], quality: quality)
    }

    /// Any decimal of digits and one point, such as `.2`, `0.` and `1.0000`; what is above 1 is 1. `nil` for another text.
    private static func weight(_ text: Substring) -> Double? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.contains(where: { !$0.isEmpty }),
            parts.allSatisfy({ $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { return nil }
        return Double("0\(text)\(parts.count == 2 ? "0" : "")").map { min($0, 1) }
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }

    private static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    static func trimmed(_ text: Substring) -> Substring {
        var bytes = text.utf8
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return Substring(bytes)
    }
}
