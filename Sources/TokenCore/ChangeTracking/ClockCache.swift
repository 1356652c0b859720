/// A cache of bounded size. Each value has the epoch in which it was read and a deadline that does not move when the value is used. A full
/// cache replaces by CLOCK (second chance): the next entry that is invalid or was not used since the hand last passed it.
struct ClockCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Slot {
        let key: Key
        var value: Value
        let epoch: CacheValidity.Epoch
        let deadline: ContinuousClock.Instant
        var wasUsed = false
    }

    /// Slots that the hand passes at most; the last one is replaced in any case.
    private static var maximumSteps: Int { 64 }

    let capacity: Int
    private var slots: [Slot] = []
    private var indices: [Key: Int] = [:]
    private var hand = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { slots.count }

    /// - Parameter use: may change the value.
    mutating func use<Result>(
        _ key: Key, in epoch: CacheValidity.Epoch, at now: ContinuousClock.Instant, _ use: (inout Value) -> Result
    ) -> Result? {
        guard let index = indices[key], slots[index].epoch == epoch, now < slots[index].deadline else { return nil }
        slots[index].wasUsed = true
        return use(&slots[index].value)
    }

    /// - Parameter epoch: the epoch in which the read began.
    mutating func insert(
        _ value: Value, for key: Key, readIn epoch: CacheValidity.Epoch, until deadline: ContinuousClock.Instant,
        at now: ContinuousClock.Instant
    ) {
        let slot = Slot(key: key, value: value, epoch: epoch, deadline: deadline)
        if let index = indices[key] {
            slots[index] = slot
        } else if slots.count < capacity {
            indices[key] = slots.count
            slots.append(slot)
        } else {
            let index = evictionIndex(epoch, now)
            indices[slots[index].key] = nil
            indices[key] = index
            slots[index] = slot
        }
    }

    private mutating func evictionIndex(_ epoch: CacheValidity.Epoch, _ now: ContinuousClock.Instant) -> Int {
        for step in 1...Self.maximumSteps {
            let index = hand
            hand = (hand + 1) % slots.count
            let isInvalid = slots[index].epoch != epoch || slots[index].deadline <= now
            if isInvalid || !slots[index].wasUsed || step == Self.maximumSteps { return index }
            slots[index].wasUsed = false
        }
        return hand
    }
}
