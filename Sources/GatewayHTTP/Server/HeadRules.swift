import NIOHTTP1
import ServiceModel

/// What a request head must be like (contract: `rest.md` §14; RFC 9112 §3). Pure.
struct HeadRules: Sendable {
    /// Whether a target, in origin form, is answered from the head alone: no body is waited for, and the head may be larger.
    typealias HeadAlone = @Sendable (_ target: String) -> Bool

    let limits: ListenerLimits
    var headAlone: HeadAlone = { _ in false }

    /// What to do with a request that may pass.
    struct Accepted: Equatable {
        /// In origin form.
        var target: String
        /// The client waits for `100 Continue`.
        var wantsContinue: Bool
        /// The connection ends after the answer.
        var closes: Bool
        /// Answered without waiting for a body.
        var isHeadAlone = false
    }

    /// - Throws: `head.too-large`, `request.malformed`, `request.misdirected`, `request.expectation`, `body.too-large`.
    func check(_ head: HTTPRequestHead) throws(Fault) -> Accepted {
        guard head.version.major == 1 else { throw Fault(.requestMalformed) }
        let fields = FramingFields(head.headers)
        // One coding, so that nobody in front can read another body than we do.
        guard fields.codings == 0 || (fields.codings == 1 && fields.coding?.lowercased() == "chunked") else {
            throw Fault(.requestMalformed)
        }
        let isHeadAlone = isHeadAlone(head)
        try checkSize(head, fields, isHeadAlone)
        let host = try host(of: head, fields)
        let target = try target(of: head, host: host)
        try checkHost(host)
        let wantsContinue = try expectation(of: head, fields)
        if !isHeadAlone, let length = fields.length, (Int(length) ?? .max) > limits.body {
            throw Fault(.bodyTooLarge, [.init(.int(limits.body))])
        }
        // All of HTTP/1.0. What follows CONNECT is not HTTP, and the parser stops at an upgrade.
        let isLast = head.version == .http1_0 || head.method == .CONNECT || fields.hasUpgrade || fields.hasClose
        return Accepted(
            target: target, wantsContinue: wantsContinue && !isHeadAlone, closes: isLast || (isHeadAlone && fields.announcesBody),
            isHeadAlone: isHeadAlone)
    }

    func isHeadAlone(_ head: HTTPRequestHead) -> Bool { headAlone(Self.originForm(head.uri)) }

    private func checkSize(_ head: HTTPRequestHead, _ fields: FramingFields, _ isHeadAlone: Bool) throws(Fault) {
        let line = head.method.rawValue.utf8.count + head.uri.utf8.count + " HTTP/1.1\r\n ".utf8.count
        guard !isHeadAlone else {
            guard line + fields.bytes <= limits.forwardedHeadBytes, head.headers.count <= limits.forwardedHeadFields else {
                throw Fault(.headTooLarge)
            }
            return
        }
        guard line <= limits.requestLine else {
            throw Fault(.headTooLarge, kind: .targetTooLong)
        }
        guard fields.bytes <= limits.headerBytes, head.headers.count <= limits.headerFields else { throw Fault(.headTooLarge) }
    }

    /// Exactly one, of a possible form; HTTP/1.0 may do without.
    private func host(of head: HTTPRequestHead, _ fields: FramingFields) throws(Fault) -> String? {
        if fields.hosts == 0, head.version == .http1_0 { return nil }
        guard fields.hosts == 1, let host = fields.host, Self.isAuthority(host) else { throw Fault(.requestMalformed) }
        return host
    }

    /// Absolute-form must name the same authority and becomes origin-form.
    private func target(of head: HTTPRequestHead, host: String?) throws(Fault) -> String {
        guard head.uri.utf8.first != UInt8(ascii: "/"), head.method != .CONNECT, let scheme = Self.scheme(of: head.uri) else {
            return head.uri
        }
        let rest = head.uri.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard host.map({ $0.lowercased() == rest[..<end].lowercased() }) ?? true else { throw Fault(.requestMalformed) }
        return Self.originForm(head.uri)
    }

    /// `/path?query` of a target in absolute form; any other target as it is.
    static func originForm(_ target: String) -> String {
        guard let scheme = scheme(of: target) else { return target }
        let rest = target.dropFirst(scheme.count)
        let path = rest[(rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex)...]
        return path.hasPrefix("/") ? String(path) : "/" + path
    }

    private static func scheme(of target: String) -> Substring? {
        ["http://", "https://"].lazy.map { target.prefix($0.count) }.first { ["http://", "https://"].contains($0.lowercased()) }
    }

    private func checkHost(_ host: String?) throws(Fault) {
        guard !limits.hosts.isEmpty else { return }
        guard let host = host?.lowercased() else { throw Fault(.requestMisdirected) }
        let bare = Self.withoutPort(host)
        guard limits.hosts.contains(where: { $0.lowercased() == host || $0.lowercased() == bare }) else {
            throw Fault(.requestMisdirected)
        }
    }

    private static func withoutPort(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) else { return host }
        return String(host[..<colon])
    }

    /// RFC 3986 §3.2: a name or address with an optional port, nothing else.
    private static func isAuthority(_ host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "-._~!$&'()*+;=%:[]".utf8.contains(byte)
                }
            }
    }

    private func expectation(of head: HTTPRequestHead, _ fields: FramingFields) throws(Fault) -> Bool {
        guard fields.expectations > 0, head.version != .http1_0 else { return false }
        guard fields.expectations == 1, fields.expectation?.lowercased() == "100-continue" else { throw Fault(.requestExpectation) }
        return true
    }
}
