/// Turns cases into HTTP requests: credentials, SOAPAction, media type.
struct CaseSender: Sendable {
    let transport: Transport
    let data: DataFile

    func send(_ test: TestCase, _ variables: Variables) async -> Exchange {
        let url = test.operation.addresses[test.version]?.endpoint ?? ""
        let authentication = data.authentication(of: test.operation.name)
        var headers: [(name: String, value: String)] = []
        if let type = test.contentType, test.method == .post {
            let action = test.action ?? ""
            let hasParameter = test.version == .soap12 && !action.isEmpty && type.hasPrefix("application/soap+xml")
            headers.append(("Content-Type", hasParameter ? "\(type); action=\"\(action)\"" : type))
        } else if test.method == .post {
            // libcurl would send the media type of forms.
            headers.append(("Content-Type", ""))
        }
        if test.version == .soap11, test.method == .post { headers.append(("SOAPAction", "\"\(test.action ?? "")\"")) }
        if let value = authentication.header(method: test.method.rawValue, url: url, variables) { headers.append(("Authorization", value)) }
        var body = test.body
        if let block = authentication.block(variables), test.payload != nil { body = Self.adding(block, to: test) }
        return await transport.send(url, method: test.method.rawValue, headers: headers, body: test.method == .get ? nil : body)
    }

    /// The envelope of the case with a security block. Cases without a payload are sent as they are: they break the envelope.
    private static func adding(_ block: Payload, to test: TestCase) -> [UInt8] {
        var writer = EnvelopeWriter(test.version)
        writer.headers = [EnvelopeWriter.HeaderBlock(payload: block, mustUnderstand: "1")]
        return writer.bytes(test.payload.map { [$0] } ?? [])
    }
}

/// Hides secrets in what people see.
struct SecretMask: Sendable {
    private let secrets: [String]

    init(_ secrets: some Sequence<String>) {
        // Short values would be replaced everywhere. The longest first, as one may be part of another.
        self.secrets = Set(secrets.filter { $0.utf8.count >= 4 }).sorted { ($1.utf8.count, $1) < ($0.utf8.count, $0) }
    }

    func masked(_ text: String) -> String {
        secrets.reduce(text) { $0.hasBytes(of: $1) ? $0.replacing($1, with: "********") : $0 }
    }
}

/// A request as a line for a shell, with secrets masked.
enum CurlLine {
    private static let longestBody = 16_384

    static func text(_ exchange: Exchange, _ mask: SecretMask) -> String {
        var words = ["curl", "-sS", "-i"]
        if exchange.method != (exchange.body.isEmpty ? "GET" : "POST") { words += ["-X", exchange.method] }
        for header in exchange.headers {
            let value =
                header.name.lowercased() == "authorization" ? "\(header.value.split(separator: " ").first ?? "") ********" : header.value
            words += ["-H", quoted(value.isEmpty ? "\(header.name):" : "\(header.name): \(mask.masked(value))")]
        }
        if !exchange.body.isEmpty || exchange.method == "POST" {
            if exchange.body.count <= longestBody, let text = String(validating: exchange.body, as: UTF8.self) {
                words += ["--data-binary", quoted(mask.masked(text))]
            } else {
                words += ["--data-binary", "@request.xml", "# \(exchange.body.count) bytes, see the report"]
                words.insert(quoted(exchange.url), at: words.count - 1)
                return words.joined(separator: " ")
            }
        }
        words.append(quoted(mask.masked(exchange.url)))
        return words.joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        "'\(text.replacing("'", with: "'\\''"))'"
    }
}
