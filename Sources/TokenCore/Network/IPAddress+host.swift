import Foundation
import ServiceModel

/// Addresses as hosts of URLs, and those that requests with secrets must not reach.
extension IPAddress {
    /// Parses every notation that resolvers interpret as an address instead of a name: IPv4 in one to four parts, each decimal, octal or
    /// hexadecimal (`inet_aton`, POSIX.1), IPv6 with or without brackets and zone (RFC 4007 §11), all with an optional dot at the end.
    /// - Returns: `nil` for names.
    public init?(host text: String) {
        var word = Substring(text)
        if word.last == "." { word.removeLast() }
        if word.first == "[", word.last == "]" { word = word.dropFirst().dropLast() }
        if word.contains(":") {
            self.init(word.prefix { $0 != "%" })
        } else {
            self.init(ipv4Parts: String(word))
        }
    }

    private init?(ipv4Parts text: String) {
        // inet_aton ignores what follows a space.
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 == 0x2E || $0 == 0x78 || $0 == 0x58 || Hex.value(of: $0) != nil }) else {
            return nil
        }
        var address = in_addr()
        guard inet_aton(text, &address) != 0 else { return nil }
        self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
    }

    /// `169.254.0.0/16` (RFC 3927) or `fe80::/10` (RFC 4291 §2.5.6), where cloud providers serve credentials of the machine to its processes.
    public var isLinkLocal: Bool {
        switch form {
        case .v4(let number): Self.isLinkLocal(number)
        case .v6(let high, _): high >> 54 == 0xFE80 >> 6 || (embeddedIPv4.map(Self.isLinkLocal) ?? false)
        }
    }

    private static func isLinkLocal(_ number: UInt32) -> Bool { number >> 16 == 0xA9FE }

    /// The IPv4 address to which an IPv6 address is translated or tunnelled: IPv4-compatible (RFC 4291 §2.5.5.1), IPv4-translated (RFC 2765),
    /// NAT64 (RFC 6052) and 6to4 (RFC 3056).
    private var embeddedIPv4: UInt32? {
        guard case .v6(let high, let low) = form else { return nil }
        switch (high, low >> 32) {
        case (0, 0xFFFF_0000), (0x0064_FF9B_0000_0000, 0): return UInt32(truncatingIfNeeded: low)
        case (0, 0): return low > 1 ? UInt32(truncatingIfNeeded: low) : nil
        default: return high >> 48 == 0x2002 ? UInt32(truncatingIfNeeded: high >> 16) : nil
        }
    }
}
