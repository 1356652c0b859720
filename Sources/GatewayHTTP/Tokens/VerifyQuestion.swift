import NIOHTTP1

/// A question about a token of the plainest kind: `GET`, the address and nothing behind it, one bearer of the right form, no body, the
/// connection stays. Anything else is for `TokenPages`, which knows all of the rules.
struct VerifyQuestion {
    /// As sent.
    let token: Substring
    /// The client's own id for the request, whatever it looks like; `nil` unless there is exactly one.
    let requestID: String?
    let hasRequestID: Bool

    init?(_ head: HTTPRequestHead, path: String) {
        guard head.method == .GET, head.version == .http1_1, head.uri.utf8.elementsEqual(path.utf8) else { return nil }
        var token: Substring?
        var id: String?
        var ids = 0
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 13 where ASCII.same(name, "authorization"):
                guard token == nil, let bearer = Self.bearer(value) else { return nil }
                token = bearer
            case 12 where ASCII.same(name, "x-request-id"):
                id = value
                ids += 1
            case 10 where ASCII.same(name, "connection"), 14 where ASCII.same(name, "content-length"),
                17 where ASCII.same(name, "transfer-encoding"), 6 where ASCII.same(name, "expect"), 7 where ASCII.same(name, "upgrade"):
                return nil
            default: break
            }
        }
        guard let token else { return nil }
        self.token = token
        requestID = ids == 1 ? id : nil
        hasRequestID = ids > 0
    }

    /// The scheme, one blank, 32 of `[0-9a-z]`.
    private static func bearer(_ field: String) -> Substring? {
        let bytes = field.utf8
        guard bytes.count == 39, ASCII.same(field.prefix(7), "bearer ") else { return nil }
        let token = field[bytes.index(bytes.startIndex, offsetBy: 7)...]
        guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }) else { return nil }
        return token
    }
}
