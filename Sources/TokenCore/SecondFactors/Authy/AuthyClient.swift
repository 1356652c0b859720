import ServiceModel

/// Authy's API, as far as it is used (contract: `two-factor.md` §9).
struct AuthyClient: Sendable {
    let key: Secret
    let services: ProviderServices

    /// - Parameters:
    ///   - path: already escaped.
    ///   - fields: the query.
    /// - Throws: ``AuthyError`` with Authy's words, `tfa.provider-unreachable`.
    func get(_ path: String, _ fields: [(String, String)] = []) async throws -> Wire {
        let query = fields.isEmpty ? "" : "?" + Self.form(fields)
        return try await send(ProviderRequest(method: .get, url: "\(services.authyURL)/\(path)\(query)", headers: headers))
    }

    /// - Parameter fields: sent as a form.
    func post(_ path: String, _ fields: [(String, String)]) async throws -> Wire {
        let type = (name: "Content-Type", value: Secret("application/x-www-form-urlencoded"))
        return try await send(
            ProviderRequest(
                method: .post, url: "\(services.authyURL)/\(path)", headers: headers + [type], body: Secret(Self.form(fields))))
    }

    private var headers: [(name: String, value: Secret)] { [("X-Authy-API-Key", key), ("Accept", Secret("application/json"))] }

    private func send(_ request: ProviderRequest) async throws -> Wire {
        let response: ProviderResponse
        do {
            response = try await services.transport.send(request)
        } catch {
            throw error.fault(AuthyFactor.about)
        }
        guard case .object = response.json else {
            throw TransportFailure("it answered no object (status \(response.status))").fault(AuthyFactor.about)
        }
        // Authy has both forms of true.
        let isDone = response.json["success"] == .bool(true) || response.json["success"]?.asText == "true"
        guard isDone else { throw AuthyError(words: response.json["message"]?.asText ?? "Authy refused the request.") }
        return response.json
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
    }
}

/// Authy did not do what it was asked for.
struct AuthyError: Error {
    let words: String

    /// Authy's words as clients read them.
    var fault: Fault { Fault(.tfaProviderWords, [.init(.text(words))]) }
}
