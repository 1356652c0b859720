import NIOCore
package import TokenCore

/// The proxies that are believed when they say from where a request came (contract: `gateway.md` §4).
package struct TrustedProxies: Sendable {
    private let blocks: [AddressBlock]

    /// - Parameter blocks: none by default: then nobody is believed.
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

    /// The client's address: of a trusted peer, the last entry of its chain that is not itself a trusted proxy. Everything before that
    /// entry may have been written by the client. A chain without such an entry, or whose entry does not tell an address, leaves the
    /// peer.
    /// - Parameter peer: the address of the connection, as text.
    func client(of peer: String, _ fields: RequestFields) -> String {
        // On a listener for both families IPv4 peers have mapped addresses.
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
    /// `nil` for sockets without one.
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
