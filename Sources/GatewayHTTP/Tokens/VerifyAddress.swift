/// Where token checks are asked: `/auth/verify` and everything below it (contract: `gateway.md` §1). Pure.
struct VerifyAddress: Sendable {
    enum Form: Sendable {
        /// Nothing behind the address but a query, which demands resources.
        case exact
        /// A slash and whatever a proxy has put behind it.
        case path
    }

    /// Without the first slash.
    private let path: String

    /// - Parameter base: path of the public base URL; empty when it has none.
    init(below base: String) {
        path = String((base + TokenEndpoints.Page.verify.template).drop { $0 == "/" })
    }

    /// - Parameter path: as sent, without query. Leading slashes are ignored, as everywhere.
    func form(of path: some StringProtocol) -> Form? {
        let rest = path.utf8.drop { $0 == UInt8(ascii: "/") }
        guard rest.startIndex != path.utf8.startIndex, rest.starts(with: self.path.utf8) else { return nil }
        switch rest.dropFirst(self.path.utf8.count).first {
        case nil: return .exact
        case UInt8(ascii: "/"): return .path
        default: return nil
        }
    }

    /// - Parameter target: in origin form.
    func covers(_ target: String) -> Bool {
        form(of: target.prefix { $0 != "?" }) != nil
    }
}
