import NIOHTTP1
import ServiceModel

/// The checks of a request head (contract: `rest.md` §14; RFC 9112 §3). Pure.
struct HeadRules: Sendable {
    /// Whether the response to a target, in origin form, depends on the head alone: a body is not awaited, and the head may be larger.
    typealias IgnoresBody = @Sendable (_ target: String) -> Bool

    let limits: ListenerLimits
    var ignoresBody: IgnoresBody = { _ in false }

    /// How an accepted request is handled.
    struct Accepted: Equatable {
        /// In origin form.
        var target: String
        /// Whether the client waits for `100 Continue`.
        var wantsContinue: Bool
        /// Whether the connection ends after the response.
        var closes: Bool
        /// Whether the response does not wait for a body.
        var ignoresBody = false
    }

    /// - Throws: `head.too-large`, `request.malformed`, `request.misdirected`, `request.expectation`, `body.too-large`.
    func check(_ head: HTTPRequestHead) throws(Fault) -> Accepted {
        guard head.version.major == 1 else { throw Fault(.requestMalformed) }
        let fields = FramingFields(head.headers)
        // With one coding only, a proxy cannot frame the body differently.
        guard fields.codings == 0 || (fields.codings == 1 && fields.coding?.lowercased() == "chunked") else {
            throw Fault(.requestMalformed)
        }
        let ignoresBody = ignoresBody(head)
        try checkSize(head, fields, ignoresBody)
        let host = try host(of: head, fields)
        let target = try target(of: head, host: host)
        try checkHost(host)
        let wantsContinue = try expectation(of: head, fields)
        if !ignoresBody, let length = fields.length, (Int(length) ?? .max) > limits.body {
            throw Fault(.bodyTooLarge, [.init(.int(limits.body))])
        }
        // HTTP/1.0 connections are not persistent, what follows CONNECT is not HTTP, and the parser stops at an upgrade.
        let isLast = head.version == .http1_0 || head.method == .CONNECT || fields.hasUpgrade || fields.hasClose
        return Accepted(
            target: target, wantsContinue: wantsContinue && !ignoresBody, closes: isLast || (ignoresBody && fields.announcesBody),
            ignoresBody: ignoresBody)
    }

    func ignoresBody(_ head: HTTPRequestHead) -> Bool { ignoresBody(Self.originForm(head.uri)) }

    private func checkSize(_ head: HTTPRequestHead, _ fields: FramingFields, _ ignoresBody: Bool) throws(Fault) {
        let line = head.method.rawValue.utf8.count + head.uri.utf8.count + " HTTP/1.1\r\n ".utf8.count
        guard !ignoresBody else {
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

    /// The host, of which there must be exactly one with valid syntax; HTTP/1.0 requests may have none.
    private func host(of head: HTTPRequestHead, _ fields: FramingFields) throws(Fault) -> String? {
        if fields.hosts == 0, head.version == .http1_0 { return nil }
        guard fields.hosts == 1, let host = fields.host, Self.isAuthority(host) else { throw Fault(.requestMalformed) }
        return host
    }

    /// The target in origin form. An absolute form must name the same authority as `Host`.
    private func target(of head: HTTPRequestHead, host: String?) throws(Fault) -> String {
        guard head.uri.utf8.first != UInt8(ascii: "/"), head.method != .CONNECT, let scheme = Self.scheme(of: head.uri) else {
            return head.uri
        }
        let rest = head.uri.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard host.map({ $0.lowercased() == rest[..<end].lowercased() }) ?? true else { throw Fault(.requestMalformed) }
        return Self.originForm(head.uri)
    }

    /// `/path?query` of a target in absolute form; any other target unchanged.
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

    /// A name or address with an optional port (RFC 3986 §3.2), without user information.
    private static func isAuthority(_ host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { FieldSyntax.isAlphanumeric($0) || "-._~!$&'()*+;=%:[]".utf8.contains($0) }
    }

    private func expectation(of head: HTTPRequestHead, _ fields: FramingFields) throws(Fault) -> Bool {
        guard fields.expectations > 0, head.version != .http1_0 else { return false }
        guard fields.expectations == 1, fields.expectation?.lowercased() == "100-continue" else { throw Fault(.requestExpectation) }
        return true
    }
}
