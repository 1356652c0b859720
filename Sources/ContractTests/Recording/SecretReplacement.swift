import SafeXML

/// Replaces secrets by placeholders. One value has one placeholder wherever it comes up, so that a replay can tell where a token that was
/// handed out is used.
struct SecretReplacement: Sendable {
    private var placeholders: [String: String] = [:]

    /// Learns the secrets of one exchange: credentials of the headers, values under telling names, and texts that look like tokens.
    mutating func learn(_ entry: Recording.Entry) {
        for header in entry.requestHeaders + entry.responseHeaders {
            switch header.name.lowercased() {
            case "authorization": learn(header.value.split(separator: " ", maxSplits: 1).last.map(String.init) ?? "")
            case "cookie", "set-cookie", "proxy-authorization", "x-api-key": learn(header.value)
            default: break
            }
        }
        for text in [entry.request, entry.response] {
            if let root = try? XMLSource(Array(text.utf8)).root {
                learn(root)
            } else if let value = try? JSONValue(json: Array(text.utf8)) {
                learn(value, name: "")
            }
        }
    }

    private mutating func learn(_ value: String) {
        guard !value.isEmpty, placeholders[value] == nil else { return }
        placeholders[value] = "{{secret\(placeholders.count + 1)}}"
    }

    private mutating func learn(_ element: Element) {
        if element.children.isEmpty, SecretNames.isSecret(element.name.local) || VolatileText.isToken(element.text) { learn(element.text) }
        for child in element.children { learn(child) }
    }

    private mutating func learn(_ value: JSONValue, name: String) {
        switch value {
        case .string(let text): if SecretNames.isSecret(name) || VolatileText.isToken(text) { learn(text) }
        case .array(let items): for item in items { learn(item, name: name) }
        case .object(let members): for (name, member) in members.sorted(by: { $0.key < $1.key }) { learn(member, name: name) }
        default: break
        }
    }

    func replaced(_ entry: Recording.Entry) -> Recording.Entry {
        var entry = entry
        entry.target = replaced(entry.target)
        entry.request = replaced(entry.request)
        entry.response = replaced(entry.response)
        entry.requestHeaders = entry.requestHeaders.map { ($0.name, replaced($0.value)) }
        entry.responseHeaders = entry.responseHeaders.map { ($0.name, replaced($0.value)) }
        return entry
    }

    private func replaced(_ text: String) -> String {
        placeholders.sorted { ($1.key.utf8.count, $1.key) < ($0.key.utf8.count, $0.key) }.reduce(text) { text, item in
            let (secret, placeholder) = item
            // A short secret is replaced where it is a whole value, so that ordinary words stay.
            if secret.utf8.count < 8 {
                let quoted = JSONValue.quoted(secret)
                return text.replacing(">\(XMLText.escaped(secret))<", with: ">\(placeholder)<")
                    .replacing(":\(quoted)", with: ":\"\(placeholder)\"").replacing(": \(quoted)", with: ": \"\(placeholder)\"")
            }
            return text.replacing(secret, with: placeholder).replacing(XMLText.escaped(secret), with: placeholder)
        }
    }
}
