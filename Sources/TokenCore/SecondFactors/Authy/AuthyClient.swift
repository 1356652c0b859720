import ServiceModel

/// The part of Authy's API that the gateway uses (contract: `two-factor.md` §9).
struct AuthyClient: Sendable {
    let key: Secret
    let services: ProviderServices

    /// - Parameters:
    ///   - path: percent-encoded.
    ///   - fields: the query.
    /// - Returns: a JSON object.
    /// - Throws: ``AuthyError`` when Authy refuses; `tfa.provider-unreachable`.
    func get(_ path: String, _ fields: [(String, String)] = []) async throws -> Wire {
        let query = fields.isEmpty ? "" : "?" + Self.form(fields)
        return try await send(ProviderRequest(method: .get, url: "\(baseURL)/\(path)\(query)", headers: headers))
    }

    /// The same with a form as the body.
    func post(_ path: String, _ fields: [(String, String)]) async throws -> Wire {
        let type = (name: "Content-Type", value: Secret("application/x-www-form-urlencoded"))
        return try await send(
            ProviderRequest(
                method: .post, url: "\(baseURL)/\(path)", headers: headers + [type], body: Secret(Self.form(fields))))
    }

    private var baseURL: String { services.baseURL(of: AuthyFactor.descriptor) ?? AuthyFactor.serviceURL }

    private var headers: [(name: String, value: Secret)] { [("X-Authy-API-Key", key), ("Accept", Secret("application/json"))] }

    private func send(_ request: ProviderRequest) async throws -> Wire {
        let response: ProviderResponse
        do {
            response = try await services.transport.send(request)
        } catch {
            throw error.fault(AuthyFactor.descriptor)
        }
        guard case .object = response.json else {
            throw TransportFailure("the response is no object (status \(response.status))").fault(AuthyFactor.descriptor)
        }
        // Authy sends a boolean or a text.
        let isSuccess = response.json["success"] == .bool(true) || response.json["success"]?.asText == "true"
        guard isSuccess else { throw AuthyError(message: response.json["message"]?.asText ?? "Authy refused the request.") }
        return response.json
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
    }
}

/// Authy refused a request.
struct AuthyError: Error {
    /// Written by Authy.
    let message: String

    var fault: Fault { Fault(.tfaProviderWords, [.init(.text(message))]) }
}
