import HTTPTypes
import ServiceModel
import TokenCore

/// `/oauth/token/request` and `/oauth/token/access`: the OAuth 1.0a exchange by which an application gets its tokens (RFC 5849 §2;
/// contract: `integrations.md` §3).
struct OAuthFacade: Sendable {
    enum Step: String, Sendable {
        case request
        case access
    }

    let authority: OAuthAuthority
    let baseURL: PublicURL
    let texts: MessageTexts
    let reporter: FaultReporter

    private static let methods = "GET, POST"

    /// The step that a path names; `nil` for other paths.
    /// - Parameter segments: the segments after `oauth`.
    static func step(_ segments: ArraySlice<String>) -> Step? {
        guard segments.count == 2, segments.first == "token", let name = segments.last else { return nil }
        return Step(rawValue: name)
    }

    func respond(to request: GatewayRequest, _ step: Step) async -> GatewayResponse {
        do {
            let issued = try await run(request, step)
            return response(
                200, "oauth_token=\(issued.token.revealed)&oauth_token_secret=\(issued.secret.revealed)", step)
        } catch {
            return refuse(reporter.report(error, of: request), step)
        }
    }

    private func run(_ request: GatewayRequest, _ step: Step) async throws(Fault) -> IssuedOAuthToken {
        guard ["GET", "POST"].contains(request.method) else { throw Fault(.methodUnsupported, [.init(.text(request.method))]) }
        let credentials =
            switch try Authorization(request.headers) {
            case .oauth(let header): header.parameters
            case .none, .bearer: [SignedRequest.Parameter]()
            }
        let signed = try SignedRequest(request, credentials: credentials, at: baseURL)
        return switch step {
        case .request: try await authority.requestToken(signing: signed)
        case .access: try await authority.accessToken(signing: signed)
        }
    }

    /// An error response in the form of the OAuth Problem Reporting extension.
    func refuse(_ fault: Fault, _ step: Step) -> GatewayResponse {
        var refusal = response(fault.kind.httpStatus, "oauth_problem=\(PercentEncoding.encode(problem(fault)))", step)
        refusal.reason = fault.message.id
        if fault.kind == .methodNotAllowed { refusal.headers[.allow] = Self.methods }
        if fault.kind == .unauthorized { refusal.headers[.wwwAuthenticate] = Authentication.oauthRealm }
        if let seconds = fault.retryAfter { refusal.headers[.retryAfter] = String(seconds) }
        return refusal
    }

    private func problem(_ fault: Fault) -> String {
        if fault.kind == .internal { return "internal_error&message=empty_message" }
        guard !fault.collected.isEmpty else { return texts.filledText(of: fault) }
        return fault.collected.map { inner in
            let text = texts.filledText(of: inner)
            return text.hasSuffix(".") ? String(text.dropLast()) : text
        }.joined(separator: ", ")
    }

    private func response(_ status: Int, _ form: String, _ step: Step) -> GatewayResponse {
        GatewayResponse(
            status: status,
            headers: [
                .contentType: FormBody.mediaType, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                .vary: "Authorization",
            ], body: Array(form.utf8), template: "/oauth/token/\(step.rawValue)")
    }
}
