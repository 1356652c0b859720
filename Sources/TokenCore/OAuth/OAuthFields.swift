import ServiceModel

/// The protocol parameters of OAuth 1.0a (RFC 5849 §3.1, §2.3).
enum OAuthParameter: String, CaseIterable {
    case consumerKey = "oauth_consumer_key"
    case signature = "oauth_signature"
    case signatureMethod = "oauth_signature_method"
    case nonce = "oauth_nonce"
    case timestamp = "oauth_timestamp"
    case token = "oauth_token"
    case verifier = "oauth_verifier"
    case version = "oauth_version"

    /// Whether errors and logs must not contain the value.
    var isSecret: Bool {
        switch self {
        case .signature, .token, .verifier: true
        case .consumerKey, .signatureMethod, .nonce, .timestamp, .version: false
        }
    }
}

/// The purpose of a signed request.
enum OAuthPurpose: Sendable {
    case call
    /// `/oauth/token/request`
    case requestToken
    /// `/oauth/token/access`
    case accessToken

    /// In the order in which missing parameters are reported.
    fileprivate var required: [OAuthParameter] {
        let common: [OAuthParameter] = [.consumerKey, .signature, .signatureMethod, .nonce, .timestamp]
        return switch self {
        case .call: common + [.token]
        case .requestToken: common
        case .accessToken: common + [.token, .verifier]
        }
    }
}

/// The OAuth parameters of a request, checked as far as possible without the store (contract: `integrations.md` §5).
struct OAuthFields: Sendable {
    let consumerKey: String
    let signature: Secret
    let method: OAuthSignature.Method
    let nonce: String
    /// As sent; see ``seconds(around:)``.
    let timestamp: String
    /// Empty where the purpose needs none.
    let token: Secret
    /// Empty where the purpose needs none.
    let verifier: Secret

    /// The length of keys, tokens and verifiers, and the maximum length of a nonce.
    static let length = TokenFormat.length
    static let longestNonce = 128
    /// The largest permitted difference between timestamp and clock, in seconds.
    static let window: Int64 = 600

    /// Checks 1 to 4.
    /// - Throws: `oauth.version`, `input.value`, `input.required`, `input.several`, `oauth.token-length`, `oauth.signature-method`.
    init(_ request: SignedRequest, for purpose: OAuthPurpose, acceptsSHA1: Bool) throws(Fault) {
        let values = request.credentials
        func value(_ parameter: OAuthParameter) -> String? { values.first { $0.name.utf8Equals(parameter.rawValue) }?.value }

        if let version = value(.version), !version.utf8Equals("1.0") {
            throw Fault(.oauthVersion, [.init(.text(version))])
        }
        try Self.refuseRepeatedNames(values)
        let missing = purpose.required.filter { value($0) == nil }.map { parameter in
            Fault(.inputRequired, [.init("fieldName", .text(parameter.rawValue))])
        }
        if let fault = Fault.collected(missing) { throw fault }
        consumerKey = value(.consumerKey) ?? ""
        signature = Secret(value(.signature) ?? "")
        nonce = value(.nonce) ?? ""
        timestamp = value(.timestamp) ?? ""
        token = purpose == .requestToken ? Secret("") : Secret(value(.token) ?? "")
        verifier = purpose == .accessToken ? Secret(value(.verifier) ?? "") : Secret("")
        guard purpose == .requestToken || token.count == Self.length else { throw Fault(.oauthTokenLength) }
        let name = value(.signatureMethod) ?? ""
        guard let method = OAuthSignature.Method(rawValue: name), method == .sha256 || acceptsSHA1 else {
            throw Fault(.oauthSignatureMethod, [.init(.text(name))])
        }
        self.method = method
    }

    /// A repeated name is refused: its values are ambiguous.
    private static func refuseRepeatedNames(_ values: [SignedRequest.Parameter]) throws(Fault) {
        var seen: Set<String> = []
        for parameter in values where !seen.insert(parameter.name).inserted {
            let isSecret = OAuthParameter(rawValue: parameter.name)?.isSecret ?? false
            throw Fault(
                .inputValue,
                [.init("value", .text(isSecret ? "***" : parameter.value)), .init("fieldName", .text(parameter.name))])
        }
    }

    /// Check 6: the timestamp is a positive integer within the window, and the nonce is well-formed.
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
