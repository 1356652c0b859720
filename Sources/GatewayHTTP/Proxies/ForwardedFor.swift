import TokenCore

/// One entry of the forwarding chain: the peer of a proxy, as that proxy reported it.
enum ForwardingHop: Equatable {
    case address(IPAddress)
    /// Not disclosed: `unknown`, an obfuscated identifier, or an element without `for` (RFC 7239 §6.2, §6.3).
    case hidden
}

/// Parses the chains of `Forwarded` and `X-Forwarded-For`. The client comes first, the peer of the nearest proxy last.
enum ForwardedFor {
    /// - Returns: `nil` if neither field has a chain. A malformed field counts as absent (contract: `gateway.md` §4).
    static func chain(_ fields: RequestFields) -> [ForwardingHop]? {
        fields[.forwarded].flatMap(forwarded) ?? fields[.forwardedFor].flatMap(xForwardedFor)
    }

    /// The syntax of RFC 7239 §4, and white space around semicolons.
    static func forwarded(_ field: String) -> [ForwardingHop]? {
        var cursor = FieldCursor(field)
        var hops: [ForwardingHop] = []
        var hasFor = false
        repeat {
            var names: [String] = []
            var hop = ForwardingHop.hidden
            repeat {
                cursor.skipWhitespace()
                if let name = cursor.token()?.lowercased() {
                    guard !names.contains(name), cursor.take("="), let value = cursor.tokenOrQuoted() else { return nil }
                    names.append(name)
                    if name == "for" {
                        guard let parsed = node(value[...], needsBrackets: true) else { return nil }
                        hop = parsed
                        hasFor = true
                    }
                }
                cursor.skipWhitespace()
            } while cursor.take(";")
            // Empty list elements are ignored (RFC 9110 §5.6.1.2).
            if !names.isEmpty { hops.append(hop) }
        } while cursor.take(",")
        return cursor.isAtEnd && hasFor ? hops : nil
    }

    /// A list of addresses in the forms that proxies use: with or without port, IPv6 with or without brackets.
    static func xForwardedFor(_ field: String) -> [ForwardingHop]? {
        var hops: [ForwardingHop] = []
        for part in field.split(separator: ",") {
            let entry = FieldSyntax.trimmed(part)
            guard !entry.isEmpty else { continue }
            guard let hop = node(entry[...], needsBrackets: false) else { return nil }
            hops.append(hop)
        }
        return hops.isEmpty ? nil : hops
    }

    /// RFC 7239 §6: `nodename [ ":" node-port ]`.
    private static func node(_ text: Substring, needsBrackets: Bool) -> ForwardingHop? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), let address = IPAddress(text[text.index(after: text.startIndex)..<end]),
                text[..<end].contains(":"), isPortOrNothing(text[text.index(after: end)...])
            else { return nil }
            return .address(address)
        }
        if !needsBrackets, let address = IPAddress(text) { return .address(address) }
        let name = text.prefix { $0 != ":" }
        guard isPortOrNothing(text[name.endIndex...]) else { return nil }
        if let address = IPAddress(name) { return .address(address) }
        return FieldSyntax.equalsIgnoringCase(name, "unknown") || isObfuscated(name) ? .hidden : nil
    }

    private static func isPortOrNothing(_ text: Substring) -> Bool {
        guard text.first == ":" else { return text.isEmpty }
        let port = text.dropFirst()
        return isObfuscated(port) || ((1...5).contains(port.utf8.count) && port.utf8.allSatisfy { (0x30...0x39).contains($0) })
    }

    private static func isObfuscated(_ text: Substring) -> Bool {
        text.utf8.count > 1 && text.utf8.first == UInt8(ascii: "_")
            && text.utf8.dropFirst().allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || ".-".utf8.contains($0) || $0 == UInt8(ascii: "_")
            }
    }
}

/// Parses the components of field values (RFC 9110 §5.6).
private struct FieldCursor {
    private var rest: ArraySlice<UInt8>

    init(_ field: String) { rest = Array(field.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skipWhitespace() {
        rest = rest.drop(while: FieldSyntax.isWhitespace)
    }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest.removeFirst()
        return true
    }

    /// `nil` without a token.
    mutating func token() -> String? {
        let token = rest.prefix(while: FieldSyntax.isTokenByte)
        rest = rest[token.endIndex...]
        return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
    }

    /// `nil` if it is malformed.
    mutating func tokenOrQuoted() -> String? {
        guard take("\"") else { return token() }
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                text.append(escaped)
            default: text.append(byte)
            }
        }
        return nil
    }
}
