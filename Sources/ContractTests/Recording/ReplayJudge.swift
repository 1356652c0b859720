import HTTPExchange

/// Requirements on a server that stands in for the one that was recorded.
enum ReplayRules {
    static let status = Rule(
        "REPLAY-STATUS", .error, "The status is that of the recording.", "Clients of the recorded server depend on it.")
    static let mediaType = Rule("REPLAY-MEDIA-TYPE", .error, "The media type is that of the recording.", "Clients choose the parser by it.")
    static let structure = Rule(
        "REPLAY-STRUCTURE", .error, "The message has the elements of the recorded one.", "Clients of the recorded server read them.")
    static let value = Rule(
        "REPLAY-VALUE", .warning, "Values are those of the recording, but for tokens, times and names given as volatile.",
        "The servers hold other data, or compute differently.")

    static let all = [status, mediaType, structure, value]
}

/// Compares a response with the recorded one and learns the values of placeholders from it.
struct ReplayJudge {
    let volatile: Set<String>

    func findings(_ entry: Recording.Entry, _ exchange: Exchange, at place: String, _ values: inout [String: String]) -> [Finding] {
        guard let response = exchange.response else {
            return [Finding(HTTPRules.noResponse, at: place, exchange.failure?.description ?? "no response")]
        }
        var findings: [Finding] = []
        if response.status != entry.status {
            findings.append(Finding(ReplayRules.status, at: place, "status \(response.status) instead of \(entry.status)"))
        }
        let recorded = entry.responseHeaders.first { $0.name.lowercased() == "content-type" }?.value ?? ""
        let bare = recorded.split(separator: ";").first.map { $0.trimmingXMLSpace.lowercased() } ?? ""
        if bare != exchange.mediaType {
            findings.append(Finding(ReplayRules.mediaType, at: place, "the media type is '\(exchange.mediaType)' instead of '\(bare)'"))
        }
        var differences: [Difference] = []
        if let one = try? XMLSource(Array(entry.response.utf8)).root {
            if let two = try? XMLSource(response.body).root {
                compare(one, two, one.name.local, &differences, &values)
            } else {
                differences.append(.init(isStructure: true, message: "the response is no XML"))
            }
        } else if let one = try? JSONValue(json: Array(entry.response.utf8)) {
            if let two = try? JSONValue(json: response.body) {
                compare(one, two, "$", "", &differences, &values)
            } else {
                differences.append(.init(isStructure: true, message: "the response is no JSON"))
            }
        }
        return findings
            + differences.prefix(10).map { Finding($0.isStructure ? ReplayRules.structure : ReplayRules.value, at: place, $0.message) }
    }

    private struct Difference {
        let isStructure: Bool
        let message: String
    }

    private func compare(_ one: Element, _ two: Element, _ place: String, _ found: inout [Difference], _ values: inout [String: String]) {
        // Namespaces hold the address of the server; whether a name has one is what clients see.
        if one.name.local != two.name.local || (one.name.namespace == nil) != (two.name.namespace == nil) {
            return found.append(.init(isStructure: true, message: "\(place): \(two.name) instead of \(one.name)"))
        }
        let (mine, theirs) = (one.children, two.children)
        if mine.map(\.name.local) != theirs.map(\.name.local) {
            let missing = Set(mine.map(\.name.local)).subtracting(theirs.map(\.name.local)).sorted()
            let more = Set(theirs.map(\.name.local)).subtracting(mine.map(\.name.local)).sorted()
            var words: [String] = []
            if !missing.isEmpty { words.append("\(missing.joined(separator: ", ")) is missing") }
            if !more.isEmpty { words.append("\(more.joined(separator: ", ")) is additional") }
            if words.isEmpty { words.append("\(theirs.count) elements instead of \(mine.count), or another order") }
            return found.append(.init(isStructure: true, message: "\(place): \(words.joined(separator: ", "))"))
        }
        if mine.isEmpty { compare(one.text, two.text, one.name.local, place, &found, &values) }
        for (a, b) in zip(mine, theirs) { compare(a, b, "\(place)/\(a.name.local)", &found, &values) }
    }

    private func compare(
        _ one: JSONValue, _ two: JSONValue, _ place: String, _ name: String, _ found: inout [Difference], _ values: inout [String: String]
    ) {
        switch (one, two) {
        case (.object(let mine), .object(let theirs)):
            for (name, value) in mine.sorted(by: { $0.key < $1.key }) {
                guard let other = theirs[name] else {
                    found.append(.init(isStructure: true, message: "\(place).\(name) is missing"))
                    continue
                }
                compare(value, other, "\(place).\(name)", name, &found, &values)
            }
            for name in theirs.keys.sorted() where mine[name] == nil {
                found.append(.init(isStructure: true, message: "\(place).\(name) is additional"))
            }
        case (.array(let mine), .array(let theirs)):
            if mine.count != theirs.count {
                return found.append(.init(isStructure: true, message: "\(place): \(theirs.count) items instead of \(mine.count)"))
            }
            for (index, pair) in zip(mine, theirs).enumerated() { compare(pair.0, pair.1, "\(place)[\(index)]", name, &found, &values) }
        case (.string(let mine), .string(let theirs)): compare(mine, theirs, name, place, &found, &values)
        default:
            if one != two {
                found.append(.init(isStructure: false, message: "\(place): \(two.text.prefix(60)) instead of \(one.text.prefix(60))"))
            }
        }
    }

    private func compare(
        _ one: String, _ two: String, _ name: String, _ place: String, _ found: inout [Difference], _ values: inout [String: String]
    ) {
        if one.hasPrefix("{{secret"), one.hasSuffix("}}") {
            if values[one] == nil { values[one] = two }
            return
        }
        if one == two || volatile.contains(name) || VolatileText.isSameKind(one, two) { return }
        found.append(.init(isStructure: false, message: "\(place): '\(two.prefix(60))' instead of '\(one.prefix(60))'"))
    }
}
