import Testing

@testable import TokenCore

@Suite struct ClockCacheTests {
    private let start = ContinuousClock.now
    private let epoch = CacheValidity().current
    private var later: CacheValidity.Epoch {
        var validity = CacheValidity()
        validity.committed(at: 1)
        return validity.current
    }

    private func value(_ key: Int, in table: inout ClockCache<Int, String>, _ epoch: CacheValidity.Epoch, after time: Duration = .zero)
        -> String?
    {
        table.use(key, in: epoch, at: start + time) { $0 }
    }

    @Test func usesDoNotMoveTheDeadline() {
        var table = ClockCache<Int, String>(capacity: 4)
        table.insert("a", for: 1, readIn: epoch, until: start + .seconds(60), at: start)
        for second in 0..<60 { #expect(value(1, in: &table, epoch, after: .seconds(second)) == "a") }
        #expect(value(1, in: &table, epoch, after: .seconds(60)) == nil)
    }

    @Test func valuesAreUsedInTheirOwnEpochOnly() {
        var table = ClockCache<Int, String>(capacity: 4)
        table.insert("a", for: 1, readIn: epoch, until: start + .seconds(60), at: start)
        #expect(value(1, in: &table, later) == nil)
        table.insert("b", for: 1, readIn: later, until: start + .seconds(60), at: start)
        #expect(value(1, in: &table, later) == "b")
        #expect(value(1, in: &table, epoch) == nil)
        #expect(table.count == 1)
    }

    @Test func aUseMayChangeTheValue() {
        var table = ClockCache<Int, String>(capacity: 4)
        table.insert("a", for: 1, readIn: epoch, until: start + .seconds(60), at: start)
        let length = table.use(1, in: epoch, at: start) { text in
            text += "b"
            return text.count
        }
        #expect(length == 2)
        #expect(value(1, in: &table, epoch) == "ab")
    }

    @Test func theCacheIsBoundedAndKeepsUsedEntries() {
        var table = ClockCache<Int, String>(capacity: 100)
        for key in 0..<10_000 {
            table.insert("\(key)", for: key, readIn: epoch, until: start + .seconds(60), at: start)
            #expect(table.count <= 100)
            if key >= 40 { for used in 0..<40 { _ = value(used, in: &table, epoch) } }
        }
        #expect((0..<40).allSatisfy { value($0, in: &table, epoch) == "\($0)" }, "what is used stays")
    }

    @Test func invalidEntriesAreReplacedFirst() {
        var table = ClockCache<Int, String>(capacity: 2)
        table.insert("old", for: 1, readIn: epoch, until: start + .seconds(1), at: start)
        table.insert("new", for: 2, readIn: epoch, until: start + .seconds(60), at: start)
        _ = value(1, in: &table, epoch)
        _ = value(2, in: &table, epoch)
        table.insert("third", for: 3, readIn: epoch, until: start + .seconds(60), at: start + .seconds(2))
        #expect(value(2, in: &table, epoch, after: .seconds(2)) == "new")
        #expect(value(3, in: &table, epoch, after: .seconds(2)) == "third")
    }
}
