/// Refused sign-ins of the last ten minutes by client address (contract: `gateway.md` §6), without clock and lock.
///
/// Failures of one client in one second share an entry. Entries stand in a ring in the order of time: the oldest leaves when it is older
/// than the window, or when the ring is full, so memory is bounded however many addresses there are.
struct AddressFailures {
    /// Seconds for which a failure counts.
    static let window: Int64 = 600

    private struct Entry {
        let client: AddressGroup
        let second: Int64
        var count: Int
        /// Sequence number of the same client's next entry.
        var next: Int?
    }

    private struct Tally {
        var failures: Int
        /// Sequence numbers of the client's first and last entry.
        var first: Int
        var last: Int
    }

    private let capacity: Int
    /// The entry with sequence number n is at n modulo the capacity.
    private var ring: [Entry] = []
    /// Sequence numbers: of the oldest entry, and of the next one to be made.
    private var oldest = 0
    private var upcoming = 0
    private var tallies: [AddressGroup: Tally] = [:]
    private var latest: Int64 = .min

    /// - Parameter capacity: entries kept, at least one; of some 100 bytes each.
    init(capacity: Int = 1 << 16) {
        self.capacity = max(1, capacity)
    }

    /// Entries that are kept now.
    var count: Int { upcoming - oldest }

    /// How long a client has to wait because it had `limit` failures within the window.
    /// - Parameter now: seconds of a clock that does not go back.
    /// - Returns: 1 to ``window`` seconds; `nil` when it need not wait.
    mutating func wait(of client: AddressGroup, limit: Int, at now: Int64) -> Int? {
        advance(to: now)
        guard let tally = tallies[client], tally.failures >= limit else { return nil }
        var remaining = tally.failures
        var sequence: Int? = tally.first
        while let number = sequence {
            let entry = ring[number % capacity]
            remaining -= entry.count
            if remaining < limit { return Int(max(1, entry.second + Self.window - latest)) }
            sequence = entry.next
        }
        return nil
    }

    /// Counts one more failure.
    mutating func fail(_ client: AddressGroup, at now: Int64) {
        advance(to: now)
        if let last = tallies[client]?.last, ring[last % capacity].second == latest {
            ring[last % capacity].count += 1
            tallies[client]?.failures += 1
            return
        }
        if count == capacity { forgetOldest() }
        let entry = Entry(client: client, second: latest, count: 1, next: nil)
        let place = upcoming % capacity
        if place < ring.count { ring[place] = entry } else { ring.append(entry) }
        if let tally = tallies[client] {
            ring[tally.last % capacity].next = upcoming
            tallies[client] = Tally(failures: tally.failures + 1, first: tally.first, last: upcoming)
        } else {
            tallies[client] = Tally(failures: 1, first: upcoming, last: upcoming)
        }
        upcoming += 1
    }

    /// Drops what is out of the window. A time before the latest is taken for the latest.
    private mutating func advance(to now: Int64) {
        latest = max(latest, now)
        while count > 0, ring[oldest % capacity].second <= latest - Self.window { forgetOldest() }
    }

    private mutating func forgetOldest() {
        let entry = ring[oldest % capacity]
        oldest += 1
        guard var tally = tallies[entry.client] else { return }
        tally.failures -= entry.count
        if let next = entry.next { tally.first = next }
        tallies[entry.client] = entry.next == nil ? nil : tally
    }
}
