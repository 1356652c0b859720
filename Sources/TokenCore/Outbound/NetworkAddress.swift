import Foundation
import ServiceModel

/// An address of IPv4 (RFC 791) or IPv6 (RFC 4291), in host byte order.
public enum NetworkAddress: Sendable, Hashable {
    case ipv4(UInt32)
    case ipv6(high: UInt64, low: UInt64)

    /// An address as text, in every form that resolvers take for an address and not for a name: IPv4 in one to four parts, each decimal,
    /// octal or hexadecimal (`inet_aton`, POSIX.1), IPv6 with or without brackets and zone (RFC 4007 §11). A dot at the end is allowed.
    /// `nil` for names.
    public init?(_ text: String) {
        var word = Substring(text)
        if word.last == "." { word.removeLast() }
        if word.first == "[", word.last == "]" { word = word.dropFirst().dropLast() }
        if word.contains(":") {
            self.init(ipv6: String(word.prefix { $0 != "%" }))
        } else {
            self.init(ipv4: String(word))
        }
    }

    /// An address as a socket has it, in network byte order; `nil` unless there are 4 or 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self = .ipv4(UInt32(truncatingIfNeeded: Self.number(bytes)))
        case 16: self = .ipv6(high: Self.number(bytes.prefix(8)), low: Self.number(bytes.dropFirst(8)))
        default: return nil
        }
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private init?(ipv4 text: String) {
        // inet_aton ignores what follows a space.
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 == 0x2E || $0 == 0x78 || $0 == 0x58 || Hex.value(of: $0) != nil }) else {
            return nil
        }
        var address = in_addr()
        guard inet_aton(text, &address) != 0 else { return nil }
        self = .ipv4(UInt32(bigEndian: address.s_addr))
    }

    private init?(ipv6 text: String) {
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
    }

    /// The IPv4 address that traffic to an IPv6 address ends at: IPv4-mapped and IPv4-compatible (RFC 4291 §2.5.5), IPv4-translated
    /// (RFC 2765), NAT64 (RFC 6052) and 6to4 (RFC 3056). `nil` for other addresses.
    public var embeddedIPv4: UInt32? {
        guard case .ipv6(let high, let low) = self else { return nil }
        switch (high, low >> 32) {
        case (0, 0xFFFF), (0, 0xFFFF_0000), (0x0064_FF9B_0000_0000, 0): return UInt32(truncatingIfNeeded: low)
        case (0, 0): return low > 1 ? UInt32(truncatingIfNeeded: low) : nil
        default: return high >> 48 == 0x2002 ? UInt32(truncatingIfNeeded: high >> 16) : nil
        }
    }

    /// `127.0.0.0/8` (RFC 1122 §3.2.1.3) or `::1`.
    public var isLoopback: Bool {
        switch self {
        case .ipv4(let address): address >> 24 == 127
        case .ipv6(0, 1): true
        case .ipv6: embeddedIPv4.map { $0 >> 24 == 127 } ?? false
        }
    }

    /// `169.254.0.0/16` (RFC 3927) or `fe80::/10` (RFC 4291 §2.5.6), where clouds serve credentials of the machine to whoever asks from it.
    public var isLinkLocal: Bool {
        switch self {
        case .ipv4(let address): address >> 16 == 0xA9FE
        case .ipv6(let high, _): high >> 54 == 0xFE80 >> 6 || (embeddedIPv4.map { $0 >> 16 == 0xA9FE } ?? false)
        }
    }
}
