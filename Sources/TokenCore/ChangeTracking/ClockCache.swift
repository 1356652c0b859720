/// A bounded number of facts by key, each with the epoch it was read in and a deadline that uses do not move. When there is no room,
/// one goes that is out of date or was not used since the last search for room (second chance, a.k.a. CLOCK).
struct ClockCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Slot {
        let key: Key
        var value: Value
        let epoch: CacheValidity.Epoch
        let deadline: ContinuousClock.Instant
        var wasUsed = false
    }

    /// Slots looked at for one that may go; the last one goes in any case.
    private static var search: Int { 64 }

    let capacity: Int
    private var slots: [Slot] = []
    private var places: [Key: Int] = [:]
    private var hand = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { slots.count }

    /// - Parameter use: may change what is kept, not what it is about.
    mutating func use<Result>(
        _ key: Key, in epoch: CacheValidity.Epoch, at now: ContinuousClock.Instant, _ use: (inout Value) -> Result
    ) -> Result? {
        guard let place = places[key], slots[place].epoch == epoch, now < slots[place].deadline else { return nil }
        slots[place].wasUsed = true
        return use(&slots[place].value)
    }

    /// - Parameter epoch: in which the reading began.
    mutating func keep(
        _ value: Value, for key: Key, readIn epoch: CacheValidity.Epoch, until deadline: ContinuousClock.Instant,
        at now: ContinuousClock.Instant
    ) {
        let slot = Slot(key: key, value: value, epoch: epoch, deadline: deadline)
        if let place = places[key] {
            slots[place] = slot
        } else if slots.count < capacity {
            places[key] = slots.count
            slots.append(slot)
        } else {
            let place = placeToClear(epoch, now)
            places[slots[place].key] = nil
            places[key] = place
            slots[place] = slot
        }
    }

    private mutating func placeToClear(_ epoch: CacheValidity.Epoch, _ now: ContinuousClock.Instant) -> Int {
        for step in 1...Self.search {
            let place = hand
            hand = (hand + 1) % slots.count
            let isSpent = slots[place].epoch != epoch || slots[place].deadline <= now
            if isSpent || !slots[place].wasUsed || step == Self.search { return place }
            slots[place].wasUsed = false
        }
        return hand
    }
}
