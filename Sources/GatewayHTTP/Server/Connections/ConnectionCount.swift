import TokenCore

/// Counts connections in total and for each client, and decides whether another one is admitted. Pure.
struct ConnectionCount {
    enum Verdict: Equatable {
        case admitted
        /// The total limit is reached.
        case full
        /// The limit for one client is reached.
        case fullForClient
    }

    let limit: Int
    let limitPerClient: Int
    private(set) var total = 0
    private var byClient: [AddressGroup: Int] = [:]

    init(limit: Int, limitPerClient: Int) {
        self.limit = limit
        self.limitPerClient = limitPerClient
    }

    /// Counts another connection if it is admitted.
    /// - Parameter client: `nil` for a peer to which only the total limit applies.
    mutating func admit(_ client: AddressGroup?) -> Verdict {
        let own = client.map { byClient[$0, default: 0] } ?? 0
        // The client's limit is checked first, so that a client that takes all slots is reported as such.
        guard client == nil || own < limitPerClient else { return .fullForClient }
        guard total < limit else { return .full }
        if let client { byClient[client] = own + 1 }
        total += 1
        return .admitted
    }

    /// An admitted connection has ended.
    mutating func release(_ client: AddressGroup?) {
        if let client {
            guard let own = byClient[client] else { return }
            byClient[client] = own > 1 ? own - 1 : nil
        }
        total -= 1
    }

    /// The number of clients that have connections. No others are stored.
    var clients: Int { byClient.count }
}
