import Cryptography
import Foundation
import Yams

/// How requests show who is calling.
enum Authentication: Sendable {
    case none
    case bearer(DataValue)
    case basic(username: DataValue, password: DataValue)
    /// OAuth 1.0a (RFC 5849) with HMAC-SHA1 or HMAC-SHA256.
    case oauth1(OAuth1)
    /// WS-Security UsernameToken Profile 1.0.
    case usernameToken(username: DataValue, password: DataValue, isDigest: Bool)

    struct OAuth1: Sendable {
        let consumerKey: DataValue
        let consumerSecret: DataValue
        let token: DataValue
        let tokenSecret: DataValue
        let method: String
    }

    init(_ node: Node, _ reading: DataReading) throws(DataFileError) {
        if node.string == "none" {
            self = .none
            return
        }
        guard let mapping = node.mapping, let first = mapping.first, let kind = first.key.string else {
            throw DataFileError(node, "auth is none, bearer, basic, oauth1 or wsse")
        }
        let value = try DataValue(first.value, reading)
        let members: [String: DataValue] = if case .object(let members) = value { members } else { [:] }
        func member(_ name: String) throws(DataFileError) -> DataValue {
            guard let value = members[name] else { throw DataFileError(first.value, "\(kind) needs \(name)") }
            return value
        }
        switch kind {
        case "bearer": self = .bearer(value)
        case "basic": self = .basic(username: try member("username"), password: try member("password"))
        case "oauth1":
            self = .oauth1(
                OAuth1(
                    consumerKey: try member("consumer_key"), consumerSecret: try member("consumer_secret"), token: try member("token"),
                    tokenSecret: try member("token_secret"), method: members["method"]?.text(Variables()) ?? "HMAC-SHA256"))
        case "wsse":
            self = .usernameToken(
                username: try member("username"), password: try member("password"),
                isDigest: members["type"]?.text(Variables()) == "digest")
        default: throw DataFileError(first.key, "auth is none, bearer, basic, oauth1 or wsse")
        }
    }

    /// The text of the Authorization header; `nil` when there is none, or a variable in it has no value.
    func header(method: String, url: String, _ variables: Variables, now: Date = Date()) -> String? {
        switch self {
        case .none, .usernameToken: return nil
        case .bearer(let token): return token.text(variables).flatMap { variables.lacks($0) ? nil : "Bearer \($0)" }
        case .basic(let username, let password):
            let pair = "\(username.text(variables) ?? ""):\(password.text(variables) ?? "")"
            return "Basic \(Data(pair.utf8).base64EncodedString())"
        case .oauth1(let credentials): return credentials.header(method: method, url: url, variables, now: now)
        }
    }

    /// The block for the SOAP header, if this way needs one.
    func block(_ variables: Variables, now: Date = Date()) -> Payload? {
        guard case .usernameToken(let username, let password, let isDigest) = self else { return nil }
        func element(_ namespace: String, _ local: String, _ text: String = "", _ children: [Payload] = []) -> Payload {
            var payload = Payload(QName(namespace, local))
            payload.text = text
            payload.children = children
            return payload
        }
        let created = now.formatted(.iso8601)
        let nonce = [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            var random = SystemRandomNumberGenerator()
            for index in 0..<16 { buffer.initializeElement(at: index, to: UInt8.random(in: .min ... .max, using: &random)) }
            count = 16
        }
        let clear = password.text(variables) ?? ""
        let shown = isDigest ? Data(HashFunction.sha1.hash(nonce + Array(created.utf8) + Array(clear.utf8))).base64EncodedString() : clear
        var passwordElement = element(Namespace.security, "Password", shown)
        let profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"
        passwordElement.attributes[QName(nil, "Type")] = "\(profile)#\(isDigest ? "PasswordDigest" : "PasswordText")"
        var members = [element(Namespace.security, "Username", username.text(variables) ?? ""), passwordElement]
        if isDigest {
            members.append(element(Namespace.security, "Nonce", Data(nonce).base64EncodedString()))
            members.append(element(Namespace.securityUtility, "Created", created))
        }
        return element(Namespace.security, "Security", "", [element(Namespace.security, "UsernameToken", "", members)])
    }

    var secrets: [String] {
        switch self {
        case .none: []
        case .bearer(let token): token.secrets
        case .basic(let username, let password), .usernameToken(let username, let password, _): username.secrets + password.secrets
        case .oauth1(let credentials): credentials.consumerSecret.secrets + credentials.tokenSecret.secrets + credentials.token.secrets
        }
    }
}

extension Authentication.OAuth1 {
    func header(method: String, url: String, _ variables: Variables, now: Date) -> String {
        let parameters = [
            "oauth_consumer_key": consumerKey.text(variables) ?? "", "oauth_token": token.text(variables) ?? "",
            "oauth_signature_method": self.method, "oauth_timestamp": "\(Int(now.timeIntervalSince1970))",
            "oauth_nonce": UUID().uuidString, "oauth_version": "1.0",
        ]
        let key = Self.encoded(consumerSecret.text(variables) ?? "") + "&" + Self.encoded(tokenSecret.text(variables) ?? "")
        let base = Self.signatureBase(method: method, url: url, parameters)
        let function: HashFunction = self.method == "HMAC-SHA1" ? .sha1 : .sha256
        let code = function.authenticationCode(for: Array(base.utf8), key: Array(key.utf8))
        let all = parameters.merging(["oauth_signature": Data(code).base64EncodedString()]) { $1 }
        return "OAuth " + all.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.encoded($0.value))\"" }.joined(separator: ", ")
    }

    /// RFC 5849 §3.4.1.
    static func signatureBase(method: String, url: String, _ parameters: [String: String]) -> String {
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? String($0)
            }
            return (encoded(sides.first ?? ""), encoded(sides.count > 1 ? sides[1] : ""))
        }
        let all = query + parameters.map { (encoded($0.key), encoded($0.value)) }
        let normalized = all.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return "\(method.uppercased())&\(encoded(baseAddress(parts.first ?? url)))&\(encoded(normalized))"
    }

    /// Scheme and host in lower case, without a default port.
    private static func baseAddress(_ url: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.scheme = parts.scheme?.lowercased()
        parts.host = parts.host?.lowercased()
        if (parts.scheme, parts.port) == ("http", 80) || (parts.scheme, parts.port) == ("https", 443) { parts.port = nil }
        return parts.string ?? url
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")) ?? text
    }
}
