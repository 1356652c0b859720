import NIOCore
package import TokenCore

/// The proxies whose forwarding fields are trusted (contract: `gateway.md` §4).
package struct TrustedProxies: Sendable {
    private let blocks: [AddressBlock]

    /// - Parameter blocks: none by default; then no forwarding field is trusted.
    package init(_ blocks: [AddressBlock] = []) {
        self.blocks = blocks
    }

    var isEmpty: Bool { blocks.isEmpty }

    func trusts(_ address: IPAddress) -> Bool {
        blocks.contains { $0.contains(address) }
    }

    func trusts(_ peer: SocketAddress?) -> Bool {
        guard !isEmpty, let address = peer.flatMap({ IPAddress($0) }) else { return false }
        return trusts(address)
    }

    /// The client's address. For a trusted peer it is the last entry of the chain that is not itself a trusted proxy; the client can forge
    /// everything before that entry. It is the peer's address if the chain has no such entry or the entry discloses no address.
    /// - Parameter peer: the address of the connection, as text.
    func client(of peer: String, _ fields: RequestFields) -> String {
        // On a dual-stack listener, IPv4 peers have mapped addresses.
        guard !isEmpty || peer.hasPrefix("::ffff:"), let address = IPAddress(peer) else { return peer }
        guard trusts(address), let chain = ForwardedFor.chain(fields) else { return address.description }
        let client = chain.last { hop in
            switch hop {
            case .address(let address): !trusts(address)
            case .hidden: true
            }
        }
        guard case .address(let found)? = client else { return address.description }
        return found.description
    }
}

extension IPAddress {
    /// `nil` for sockets without an IP address.
    init?(_ socket: SocketAddress) {
        guard let text = socket.ipAddress else { return nil }
        self.init(text)
    }
}

extension AddressGroup {
    init(_ socket: SocketAddress?) {
        self.init(socket.flatMap { IPAddress($0) })
    }
}
