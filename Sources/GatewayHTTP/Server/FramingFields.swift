import NIOHTTP1

/// The fields of a head that determine how the message is framed and routed, collected in one pass.
struct FramingFields {
    /// The approximate size of all fields as sent.
    private(set) var bytes = 0
    private(set) var hosts = 0
    private(set) var host: String?
    /// The number of members of all `Transfer-Encoding` fields, and the last member.
    private(set) var codings = 0
    private(set) var coding: Substring?
    private(set) var expectations = 0
    private(set) var expectation: Substring?
    /// The `Content-Length`; the parser refuses a second one.
    private(set) var length: String?
    /// Whether a body that is not empty follows the head.
    var announcesBody: Bool { codings > 0 || length.map { Int($0) != 0 } ?? false }
    private(set) var hasUpgrade = false
    /// Whether `Connection` contains `close`, in any case.
    private(set) var hasClose = false

    init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            bytes += name.utf8.count + value.utf8.count + 4
            switch name.utf8.count {
            case 4 where FieldSyntax.equalsIgnoringCase(name, "host"):
                hosts += 1
                host = value
            case 6 where FieldSyntax.equalsIgnoringCase(name, "expect"):
                for member in Self.members(value) where !member.isEmpty {
                    expectations += 1
                    expectation = member
                }
            case 7 where FieldSyntax.equalsIgnoringCase(name, "upgrade"): hasUpgrade = true
            case 10 where FieldSyntax.equalsIgnoringCase(name, "connection"):
                if Self.members(value).contains(where: { FieldSyntax.equalsIgnoringCase($0, "close") }) { hasClose = true }
            case 14 where FieldSyntax.equalsIgnoringCase(name, "content-length"): length = length ?? value
            case 17 where FieldSyntax.equalsIgnoringCase(name, "transfer-encoding"):
                for member in Self.members(value) {
                    codings += 1
                    coding = member
                }
            default: break
            }
        }
    }

    private static func members(_ value: String) -> [Substring] {
        value.split(separator: ",", omittingEmptySubsequences: false).map(FieldSyntax.trimmed)
    }
}
