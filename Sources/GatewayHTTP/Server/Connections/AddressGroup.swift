import Foundation
import NIOCore

/// Those who count as one client: an IPv4 address, or the /64 of an IPv6 address, which one subscriber has for herself.
enum AddressGroup: Hashable, Sendable {
    /// In network order.
    case v4(UInt32)
    /// The first eight bytes, in network order.
    case v6(UInt64)
    /// Anything without an address counts together.
    case other

    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let v4): self = .v4(v4.address.sin_addr.s_addr)
        case .v6(let v6):
            let bytes = withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
            // An IPv4 client of a listener for both (RFC 4291 §2.5.5.2).
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes.dropFirst(10).prefix(2).allSatisfy { $0 == 0xFF }
            if isMapped {
                self = .v4(bytes.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
            } else {
                self = .v6(bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
            }
        case .unixDomainSocket, nil: self = .other
        }
    }
}
