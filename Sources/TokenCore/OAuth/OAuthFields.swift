import ServiceModel

/// What a signed request is for.
enum OAuthPurpose: Sendable {
    case call
    /// `/oauth/token/request`
    case requestToken
    /// `/oauth/token/access`
    case accessToken

    /// In the order in which missing ones are told.
    fileprivate var required: [String] {
        let common = ["oauth_consumer_key", "oauth_signature", "oauth_signature_method", "oauth_nonce", "oauth_timestamp"]
        return switch self {
        case .call: common + ["oauth_token"]
        case .requestToken: common
        case .accessToken: common + ["oauth_token", "oauth_verifier"]
        }
    }
}

/// The OAuth parameters of a request, as far as they can be judged without the store (contract: `integrations.md` §5).
struct OAuthFields: Sendable {
    let consumerKey: String
    let signature: Secret
    let method: OAuthSignature.Method
    let nonce: String
    /// As sent; see ``seconds(around:)``.
    let timestamp: String
    /// Empty where none is needed.
    let token: Secret
    /// Empty where none is needed.
    let verifier: Secret

    /// Lengths of keys, tokens and verifiers, and of the longest nonce.
    static let length = TokenFormat.length
    static let longestNonce = 128
    /// Seconds that a timestamp may be off.
    static let window: Int64 = 600

    /// Checks 1 to 4.
    /// - Throws: `oauth.version`, `input.value`, `input.required`, `input.several`, `oauth.token-length`, `oauth.signature-method`.
    init(_ request: SignedRequest, for purpose: OAuthPurpose, acceptsSHA1: Bool) throws(Fault) {
        let values = request.credentials
        func value(_ name: String) -> String? { values.first { $0.name.utf8Equals(name) }?.value }

        if let version = value("oauth_version"), !version.utf8Equals("1.0") {
            throw Fault(.oauthVersion, [.init(.text(version))])
        }
        try Self.refuseRepetition(values)
        let missing = purpose.required.filter { value($0) == nil }.map { name in
            Fault(.inputRequired, [.init("fieldName", .text(name))])
        }
        if let fault = Fault.collected(missing) { throw fault }
        consumerKey = value("oauth_consumer_key") ?? ""
        signature = Secret(value("oauth_signature") ?? "")
        nonce = value("oauth_nonce") ?? ""
        timestamp = value("oauth_timestamp") ?? ""
        token = purpose == .requestToken ? Secret("") : Secret(value("oauth_token") ?? "")
        verifier = purpose == .accessToken ? Secret(value("oauth_verifier") ?? "") : Secret("")
        guard purpose == .requestToken || token.count == Self.length else { throw Fault(.oauthTokenLength) }
        let named = value("oauth_signature_method") ?? ""
        guard let method = OAuthSignature.Method(rawValue: named), method == .sha256 || acceptsSHA1 else {
            throw Fault(.oauthSignatureMethod, [.init(.text(named))])
        }
        self.method = method
    }

    /// One name, two values: which of them was meant cannot be told.
    private static func refuseRepetition(_ values: [SignedRequest.Parameter]) throws(Fault) {
        var seen: Set<String> = []
        for parameter in values where !seen.insert(parameter.name).inserted {
            let isSecret = ["oauth_token", "oauth_verifier", "oauth_signature"].contains(parameter.name)
            throw Fault(
                .inputValue,
                [.init("value", .text(isSecret ? "***" : parameter.value)), .init("fieldName", .text(parameter.name))])
        }
    }

    /// Check 6: a positive whole number of seconds inside the window, and a nonce of the right form.
    /// - Throws: `oauth.timestamp`.
    func seconds(around now: Timestamp) throws(Fault) -> Int64 {
        let present = now.milliseconds / 1000
        guard timestamp.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let sent = Int64(timestamp), sent > 0,
            abs(present - min(sent, .max / 2)) <= Self.window, (1...Self.longestNonce).contains(nonce.utf8.count),
            nonce.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Fault(.oauthTimestamp) }
        return sent
    }
}
