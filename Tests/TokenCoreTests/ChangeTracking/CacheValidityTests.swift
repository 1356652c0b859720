import Testing

@testable import TokenCore

@Suite struct CacheValidityTests {
    private let start = ContinuousClock.now
    private let lease = Duration.milliseconds(750)

    @Test func nothingIsValidBeforeTheFirstPoll() {
        var validity = CacheValidity()
        #expect(validity.validEpoch(at: start) == nil)
        validity.committed(at: 7)
        #expect(validity.validEpoch(at: start) == nil, "an own commit says nothing of others")
    }

    @Test func aLeaseCountsFromTheStartOfThePoll() {
        var validity = CacheValidity()
        validity.polled(1, startedAt: start, lease: lease)
        #expect(validity.validEpoch(at: start) == validity.current)
        #expect(validity.validEpoch(at: start + .milliseconds(749)) != nil)
        #expect(validity.validEpoch(at: start + lease) == nil)
        validity.polled(1, startedAt: start - .seconds(1), lease: lease)
        #expect(validity.validEpoch(at: start) != nil, "a look that comes late takes nothing away")
    }

    @Test func anotherVersionStartsAnEpoch() {
        var validity = CacheValidity()
        validity.polled(1, startedAt: start, lease: lease)
        let first = validity.current
        validity.polled(1, startedAt: start, lease: lease)
        validity.committed(at: 1)
        #expect(validity.current == first)
        validity.committed(at: 2)
        #expect(validity.current != first)
        let second = validity.current
        validity.polled(3, startedAt: start, lease: lease)
        #expect(validity.current != second)
        let third = validity.current
        validity.polled(2, startedAt: start, lease: lease)
        #expect(validity.current != third, "a version that goes back is a change, too")
    }

    @Test func anUnknownOutcomeInvalidatesEverythingUntilTheNextPoll() {
        var validity = CacheValidity()
        validity.polled(1, startedAt: start, lease: lease)
        let before = validity.current
        validity.invalidateAll()
        #expect(validity.validEpoch(at: start) == nil)
        validity.polled(1, startedAt: start, lease: lease)
        #expect(validity.validEpoch(at: start) != nil)
        #expect(validity.current != before)
    }
}

/// Readers, writers of this process, writers of other processes and the poller, interleaved step by step in any order.
@Suite struct FactRaceTests {
    private struct Reader {
        var epoch: CacheValidity.Epoch
        var value: Int64?
    }

    private struct Look {
        let start: ContinuousClock.Instant
        var version: Int64?
    }

    private static let lease = Duration.milliseconds(750)

    @Test(arguments: 0..<40 as Range<UInt64>)
    func noValueIsUsedAfterItsChange(seed: UInt64) throws {
        var dice = SeededDice(seed)
        var now = ContinuousClock.now
        var validity = CacheValidity()
        var table = ClockCache<Int, Int64>(capacity: 2)
        // The cached value is the version of the store itself: any older one is wrong.
        var version: Int64 = 1
        var history: [(at: ContinuousClock.Instant, version: Int64)] = [(now, 1)]
        var readers: [Reader] = []
        var untold: [Int64] = []
        var answered: Int64 = 1
        var poll: Look?
        var uses = 0
        for _ in 0..<5000 {
            let key = dice.below(3)
            switch dice.below(12) {
            case 0: if readers.count < 4 { readers.append(Reader(epoch: validity.current, value: nil)) }
            case 1: if let index = dice.index(of: readers) { readers[index].value = readers[index].value ?? version }
            case 2:
                guard let index = dice.index(of: readers), let value = readers[index].value else { break }
                table.insert(value, for: key, readIn: readers[index].epoch, until: now + .seconds(60), at: now)
                readers.remove(at: index)
            case 3 where dice.below(8) == 0:
                version += 1
                untold.append(version)
                history.append((now, version))
            case 4:
                guard let index = dice.index(of: untold) else { break }
                let told = untold.remove(at: index)
                validity.committed(at: told)
                answered = max(answered, told)
            case 5 where dice.below(8) == 0:
                version += 1
                history.append((now, version))
            case 6: poll = poll ?? Look(start: now)
            case 7: if let begun = poll { poll?.version = begun.version ?? version }
            case 8:
                guard let seen = poll, let found = seen.version else { break }
                validity.polled(found, startedAt: seen.start, lease: Self.lease)
                poll = nil
            case 9: now += .milliseconds(dice.below(60))
            default:
                guard let epoch = validity.validEpoch(at: now), let value = table.use(key, in: epoch, at: now, { $0 }) else { break }
                uses += 1
                let promised = history.last { $0.at <= now - Self.lease }?.version ?? 1
                try #require(value >= answered, "a change that was answered is forgotten")
                try #require(value >= promised, "a change by others is older than the lease")
            }
        }
        #expect(uses > 0, "what is kept is used")
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededDice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func index<Member>(of list: [Member]) -> Int? { list.isEmpty ? nil : below(list.count) }
}
