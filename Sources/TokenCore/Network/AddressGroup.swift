/// Those who count as one client: an IPv4 address, or the /64 of an IPv6 address, which one subscriber has for herself.
public enum AddressGroup: Hashable, Sendable {
    case v4(UInt32)
    /// The first eight bytes.
    case v6(UInt64)
    /// Anything without an address counts together.
    case other

    public init(_ address: IPAddress?) {
        switch address?.form {
        case .v4(let number): self = .v4(number)
        case .v6(let high, _): self = .v6(high)
        case nil: self = .other
        }
    }
}
