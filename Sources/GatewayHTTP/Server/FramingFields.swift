import NIOHTTP1

/// What the fields of a head say about the request as a message, found in one pass.
struct FramingFields {
    /// Of all fields as they were sent, about.
    private(set) var bytes = 0
    private(set) var hosts = 0
    private(set) var host: String?
    /// Members of all `Transfer-Encoding` fields, and the last of them.
    private(set) var codings = 0
    private(set) var coding: Substring?
    private(set) var expectations = 0
    private(set) var expectation: Substring?
    /// The first `Content-Length`; the parser has refused a second one.
    private(set) var length: String?
    /// A body that is not empty follows the head.
    var announcesBody: Bool { codings > 0 || length.map { Int($0) != 0 } ?? false }
    private(set) var hasUpgrade = false
    /// `close` is among the members of `Connection`, in whatever case.
    private(set) var hasClose = false

    init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            bytes += name.utf8.count + value.utf8.count + 4
            switch name.utf8.count {
            case 4 where ASCII.equalsIgnoringCase(name, "host"):
                hosts += 1
                host = value
            case 6 where ASCII.equalsIgnoringCase(name, "expect"):
                for member in Self.members(value) where !member.isEmpty {
                    expectations += 1
                    expectation = member
                }
            case 7 where ASCII.equalsIgnoringCase(name, "upgrade"): hasUpgrade = true
            case 10 where ASCII.equalsIgnoringCase(name, "connection"):
                if Self.members(value).contains(where: { ASCII.equalsIgnoringCase($0, "close") }) { hasClose = true }
            case 14 where ASCII.equalsIgnoringCase(name, "content-length"): length = length ?? value
            case 17 where ASCII.equalsIgnoringCase(name, "transfer-encoding"):
                for member in Self.members(value) {
                    codings += 1
                    coding = member
                }
            default: break
            }
        }
    }

    private static func members(_ value: String) -> [Substring] {
        value.split(separator: ",", omittingEmptySubsequences: false).map(Negotiation.trimmed)
    }
}
