import TokenCore

/// How many connections there are, in all and from each client, and whether one more may come. Pure.
struct ConnectionCount {
    enum Verdict: Equatable {
        case admitted
        /// There are as many as may be.
        case full
        /// This client has as many as one may have.
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

    /// Counts one more, if it may come.
    /// - Parameter client: `nil`: of somebody whom only the limit of all holds for.
    mutating func admit(_ client: AddressGroup?) -> Verdict {
        let own = client.map { byClient[$0, default: 0] } ?? 0
        // The client first: one that has too many is told so even when all places are taken by it.
        guard client == nil || own < limitPerClient else { return .fullForClient }
        guard total < limit else { return .full }
        if let client { byClient[client] = own + 1 }
        total += 1
        return .admitted
    }

    /// One that was admitted has ended.
    mutating func leave(_ client: AddressGroup?) {
        if let client {
            guard let own = byClient[client] else { return }
            byClient[client] = own > 1 ? own - 1 : nil
        }
        total -= 1
    }

    /// Clients that are remembered: only those with connections.
    var clients: Int { byClient.count }
}
