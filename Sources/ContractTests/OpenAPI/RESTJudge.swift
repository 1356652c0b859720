import HTTPExchange

/// Compares a response with its OpenAPI document.
struct RESTJudge: Sendable {
    let schema: JSONSchema
    let secrets: [String]
    let slow: Duration

    func findings(_ test: RESTCase, _ exchange: Exchange) -> [Finding] {
        let place = "\(test.operation.label) \(test.name)"
        func finding(_ rule: Rule, _ message: String) -> Finding { Finding(rule, at: place, message) }
        guard let response = exchange.response else {
            return [finding(HTTPRules.noResponse, exchange.failure?.description ?? "no response")]
        }
        var findings: [Finding] = []
        let status = response.status
        if exchange.duration > slow { findings.append(finding(HTTPRules.slow, "it took \(exchange.duration)")) }
        if let leak = LeakDetector.leak(in: exchange.text, sent: String(decoding: exchange.body, as: UTF8.self)) {
            findings.append(finding(OutcomeRules.leak, "there is \(leak.kind): '\(leak.piece)'"))
        }
        if status >= 400, secrets.contains(where: { $0.utf8.count > 3 && exchange.text.hasBytes(of: $0) }) {
            findings.append(finding(OutcomeRules.echo, "a secret is in the response"))
        }
        if status >= 500, status != 503 { findings.append(finding(RESTRules.failure, "status \(status)")) }
        if (200..<300).contains(status), !test.isValid { findings.append(finding(RESTRules.accepted, "status \(status)")) }
        if (400..<500).contains(status), test.isValid { findings.append(finding(RESTRules.refused, "status \(status)")) }
        let responses = test.operation.responses
        guard let declared = responses["\(status)"] ?? responses["\(status / 100)XX"] ?? responses["default"] else {
            findings.append(finding(RESTRules.status, "status \(status)"))
            return findings
        }
        return findings + body(response, exchange, declared, place)
    }

    private func body(_ response: HTTPResponse, _ exchange: Exchange, _ declared: JSONValue, _ place: String) -> [Finding] {
        guard let content = declared["content"]?.object, !content.isEmpty else { return [] }
        let type = exchange.mediaType
        guard
            let match = content.first(where: { $0.key.lowercased().hasPrefix(type) && !type.isEmpty })
                ?? content.first(where: { $0.key == "*/*" })
        else {
            return [Finding(RESTRules.mediaType, at: place, "the media type is '\(type)'")]
        }
        guard OpenAPIDocument.isJSON(type), let wanted = match.value["schema"] else { return [] }
        guard let value = try? JSONValue(json: response.body) else {
            return [Finding(RESTRules.malformed, at: place, "the body cannot be parsed")]
        }
        return schema.problems(value, wanted).prefix(3).map { Finding(RESTRules.schema, at: place, $0) }
    }
}
