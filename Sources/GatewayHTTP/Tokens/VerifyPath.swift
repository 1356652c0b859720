/// The paths of token checks: `/auth/verify` and everything below it (contract: `gateway.md` §1). Pure.
struct VerifyPath: Sendable {
    enum Form: Sendable {
        /// The path itself. Its query names required resources.
        case exact
        /// A path below it, which proxies derive from the original request.
        case below
    }

    /// Without the leading slash.
    private let path: String

    /// - Parameter base: the path of the public base URL; empty if it has none.
    init(below base: String) {
        path = String((base + TokenEndpoints.Endpoint.verify.template).drop { $0 == "/" })
    }

    /// - Parameter path: as sent, without query. Additional leading slashes are ignored.
    func form(of path: some StringProtocol) -> Form? {
        let rest = path.utf8.drop { $0 == UInt8(ascii: "/") }
        guard rest.startIndex != path.utf8.startIndex, rest.starts(with: self.path.utf8) else { return nil }
        switch rest.dropFirst(self.path.utf8.count).first {
        case nil: return .exact
        case UInt8(ascii: "/"): return .below
        default: return nil
        }
    }

    /// - Parameter target: in origin form.
    func matches(_ target: String) -> Bool {
        form(of: target.prefix { $0 != "?" }) != nil
    }
}
