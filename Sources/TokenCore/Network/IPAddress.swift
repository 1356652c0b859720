#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An IPv4 or IPv6 address. An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) becomes the IPv4 address that it contains: a dual-stack
/// listener reports its IPv4 clients in that form.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    enum Form: Sendable, Hashable {
        case v4(UInt32)
        case v6(high: UInt64, low: UInt64)
    }

    let form: Form

    /// - Parameter bytes: 4 or 16 bytes in network order; `nil` for any other number.
    public init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: form = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            let high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            let low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
            form = high == 0 && low >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high: high, low: low)
        default: return nil
        }
    }

    /// The text form of RFC 3986 §3.2.2 (IPv4) or RFC 4291 §2.2 (IPv6), without brackets, zone or port; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        // inet_pton stops at NUL, so that only characters of addresses may reach it.
        guard text.utf8.count <= 45, text.utf8.allSatisfy(Self.isAddressCharacter) else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            var address = in6_addr()
            guard inet_pton(AF_INET6, String(text), &address) == 1 else { return nil }
            self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
        } else {
            var address = in_addr()
            guard inet_pton(AF_INET, String(text), &address) == 1 else { return nil }
            self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
        }
    }

    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        (0x30...0x3A).contains(byte) || (0x61...0x66).contains(byte | 0x20) || byte == UInt8(ascii: ".")
    }

    /// Whether this is a loopback address (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
    public var isLoopback: Bool {
        switch form {
        case .v4(let number): number >> 24 == 127
        case .v6(let high, let low): high == 0 && low == 1
        }
    }

    /// The canonical text (RFC 5952).
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch form {
        case .v4(let number):
            var address = in_addr(s_addr: number.bigEndian)
            _ = inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        case .v6(let high, let low):
            var halves = (high.bigEndian, low.bigEndian)
            _ = inet_ntop(AF_INET6, &halves, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A block of addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3); a single address is a block of one address.
public struct AddressBlock: Sendable, Hashable {
    private let base: IPAddress.Form
    private let length: Int

    /// - Parameter text: `ADDRESS` or `ADDRESS/LENGTH`; bits beyond the length are ignored.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let isIPv6 = first.utf8.contains(UInt8(ascii: ":"))
        let whole = isIPv6 ? 128 : 32
        var length = whole
        if parts.count > 1 {
            guard let given = Int(strict: String(parts[1])), (0...whole).contains(given) else { return nil }
            length = given
        }
        base = address.form
        if isIPv6, case .v4 = base {
            // A block of IPv4-mapped addresses, which are IPv4 addresses here.
            guard length >= 96 else { return nil }
            length -= 96
        }
        self.length = length
    }

    /// Whether the block contains every address of its family.
    public var isEverything: Bool { length == 0 }

    public func contains(_ address: IPAddress) -> Bool {
        switch (base, address.form) {
        case (.v4(let one), .v4(let other)): (one ^ other) & UInt32.max << (32 - length) == 0
        case (.v6(let high, let low), .v6(let otherHigh, let otherLow)):
            (high ^ otherHigh) & UInt64.max << max(0, 64 - length) == 0 && (low ^ otherLow) & UInt64.max << min(64, 128 - length) == 0
        default: false
        }
    }
}

/// Addresses that count as one client: an IPv4 address, or the /64 prefix of an IPv6 address, which a provider assigns to one subscriber.
public enum AddressGroup: Hashable, Sendable {
    case v4(UInt32)
    /// The first eight bytes.
    case v6(UInt64)
    /// Connections without an address, which count as one client.
    case other

    public init(_ address: IPAddress?) {
        switch address?.form {
        case .v4(let number): self = .v4(number)
        case .v6(let high, _): self = .v6(high)
        case nil: self = .other
        }
    }
}
