/// Compares what REST and SOAP return for operations that mean the same: by names without case, hyphens and underscores.
package enum MeaningComparison {
    /// Pairs of cases with the same name: those that the data file joins, and operations with one name in both documents.
    package static func findings(_ soap: RunReport, _ rest: RunReport, _ document: OpenAPIDocument, _ data: DataFile) -> [Finding] {
        let labels = Dictionary(document.operations.map { ($0.id, $0.label) }) { first, _ in first }
        return soap.operations.flatMap { operation -> [Finding] in
            guard
                let label = data.pairs[operation].flatMap({ labels[$0] ?? $0 })
                    ?? labels.first(where: { key($0.key) == key(operation) })?.value
            else { return [] }
            return soap.cases.filter { $0.operation == operation && $0.outcome == "success" }.compactMap { one in
                guard let other = rest.cases.first(where: { $0.operation == label && $0.name == one.name }),
                    (200..<300).contains(other.status),
                    let payload = payload(one.response), let json = try? JSONValue(json: Array(other.response.utf8))
                else { return nil }
                let result = payload.children.count == 1 ? payload.children[0] : payload
                return difference(result, json, at: "result", data.volatile).map {
                    Finding(RESTRules.meaning, at: "\(operation) and \(label), \(one.name)", $0)
                }
            }
        }
    }

    private static func payload(_ text: String) -> Element? {
        guard let root = try? XMLSource(Array(text.utf8)).root else { return nil }
        return root.children.first { $0.name.local == "Body" }?.children.first
    }

    private static func key(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// The first difference in words. Members without a value may be left out on either side.
    static func difference(_ element: Element, _ value: JSONValue, at place: String, _ volatile: Set<String>) -> String? {
        switch value {
        case .array(let items):
            guard items.count == element.children.count else {
                return "\(place): \(element.children.count) items in SOAP, \(items.count) in REST"
            }
            return zip(element.children, items).lazy.compactMap { difference($0, $1, at: "\(place)/item", volatile) }.first
        case .object(let members):
            for child in element.children {
                guard let (_, member) = members.first(where: { key($0.key) == key(child.name.local) }) else {
                    if child.text.isEmpty, child.children.isEmpty { continue }
                    return "\(place)/\(child.name.local) is missing in REST"
                }
                if let found = difference(child, member, at: "\(place)/\(child.name.local)", volatile) { return found }
            }
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                let isEmpty = member == .null || member == .array([]) || member == .object([:])
                if !isEmpty, !element.children.contains(where: { key($0.name.local) == key(name) }) {
                    return "\(place)/\(name) is missing in SOAP"
                }
            }
            return nil
        case .null: return element.text.isEmpty ? nil : "\(place): '\(element.text)' in SOAP, null in REST"
        case .string(let text): return same(element, text, place, volatile)
        case .bool(let flag): return same(element, flag ? "true" : "false", place, volatile)
        case .integer(let number): return same(element, "\(number)", place, volatile)
        case .number(let number):
            return Double(element.trimmedText) == number ? nil : "\(place): '\(element.text)' in SOAP, \(number) in REST"
        }
    }

    private static func same(_ element: Element, _ text: String, _ place: String, _ volatile: Set<String>) -> String? {
        if element.text == text || volatile.contains(element.name.local) || VolatileText.isSameKind(element.text, text) { return nil }
        return "\(place): '\(element.text.prefix(60))' in SOAP, '\(text.prefix(60))' in REST"
    }
}
