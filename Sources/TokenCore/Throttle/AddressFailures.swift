/// Failed sign-ins of the last ten minutes by client address (contract: `gateway.md` §6), without clock and lock.
///
/// Failures of one client within one second share an entry. Entries are kept in a ring in the order of time. The oldest is dropped when it
/// leaves the window or when the ring is full, so memory is bounded for any number of addresses.
struct AddressFailures {
    /// The time in seconds during which a failure counts.
    static let window: Int64 = 600

    private struct Entry {
        let client: AddressGroup
        let second: Int64
        var count: Int
        /// The sequence number of the client's next entry.
        var next: Int?
    }

    private struct Counter {
        var failures: Int
        /// Sequence numbers of the client's first and last entry.
        var first: Int
        var last: Int
    }

    private let capacity: Int
    /// The entry with sequence number n is at index n modulo the capacity.
    private var ring: [Entry] = []
    /// The sequence numbers of the oldest entry and of the next new one.
    private var oldest = 0
    private var nextNumber = 0
    private var counters: [AddressGroup: Counter] = [:]
    private var latest: Int64 = .min

    /// - Parameter capacity: the maximum number of entries, at least one; each takes some 100 bytes.
    init(capacity: Int = 1 << 16) {
        self.capacity = max(1, capacity)
    }

    /// The current number of entries.
    var count: Int { nextNumber - oldest }

    /// How long a client must wait because it had `limit` failures within the window.
    /// - Parameter now: seconds of a monotonic clock.
    /// - Returns: 1 to ``window`` seconds; `nil` when sign-ins are permitted.
    mutating func retryDelay(of client: AddressGroup, limit: Int, at now: Int64) -> Int? {
        advance(to: now)
        guard let counter = counters[client], counter.failures >= limit else { return nil }
        var remaining = counter.failures
        var sequence: Int? = counter.first
        while let number = sequence {
            let entry = ring[number % capacity]
            remaining -= entry.count
            if remaining < limit { return Int(max(1, entry.second + Self.window - latest)) }
            sequence = entry.next
        }
        return nil
    }

    /// Counts a failure.
    mutating func recordFailure(of client: AddressGroup, at now: Int64) {
        advance(to: now)
        if let last = counters[client]?.last, ring[last % capacity].second == latest {
            ring[last % capacity].count += 1
            counters[client]?.failures += 1
            return
        }
        if count == capacity { dropOldest() }
        let entry = Entry(client: client, second: latest, count: 1, next: nil)
        let place = nextNumber % capacity
        if place < ring.count { ring[place] = entry } else { ring.append(entry) }
        if let counter = counters[client] {
            ring[counter.last % capacity].next = nextNumber
            counters[client] = Counter(failures: counter.failures + 1, first: counter.first, last: nextNumber)
        } else {
            counters[client] = Counter(failures: 1, first: nextNumber, last: nextNumber)
        }
        nextNumber += 1
    }

    /// Drops entries that have left the window. Time does not go back: an earlier `now` counts as the latest one.
    private mutating func advance(to now: Int64) {
        latest = max(latest, now)
        while count > 0, ring[oldest % capacity].second <= latest - Self.window { dropOldest() }
    }

    private mutating func dropOldest() {
        let entry = ring[oldest % capacity]
        oldest += 1
        guard var counter = counters[entry.client] else { return }
        counter.failures -= entry.count
        if let next = entry.next { counter.first = next }
        counters[entry.client] = entry.next == nil ? nil : counter
    }
}
