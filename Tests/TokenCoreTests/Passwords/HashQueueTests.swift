import Foundation
import Testing

@testable import TokenCore

@Suite struct HashQueueTests {
    private let start = ContinuousClock.now

    @Test func firstComeFirstServed() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 2, waiting: 3))
        #expect((1...7).map { queue.arrive($0, at: start) } == [.start, .start, .wait, .wait, .wait, .refuse, .refuse])
        #expect((queue.running, queue.waiting, queue.refused) == (2, 3, 2))
        for expected in [3, 4, 5, nil, nil] {
            let (next, late) = queue.finish(at: start)
            #expect(next == expected)
            #expect(late.isEmpty)
        }
        #expect((queue.running, queue.waiting) == (0, 0))
        #expect(queue.arrive(8, at: start) == .start)
    }

    @Test func whoHasWaitedTooLongIsRefused() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 1, waiting: 9, queueTimeout: .seconds(2)))
        for job in 0..<3 { _ = queue.arrive(job, at: start) }
        _ = queue.arrive(3, at: start + .milliseconds(1))
        let (next, late) = queue.finish(at: start + .seconds(2))
        #expect(late == [1, 2])
        #expect(next == 3)
        #expect(queue.refused == 2)
        #expect(queue.finish(at: start + .seconds(9)).next == nil)
        #expect(queue.running == 0)
    }

    @Test func withoutAThreadNobodyWaitsForEver() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 2, waiting: 9))
        for job in 0..<4 { _ = queue.arrive(job, at: start) }
        #expect(queue.threadRefused().isEmpty, "the other thread comes to them")
        #expect(queue.threadRefused() == [2, 3])
        #expect((queue.running, queue.waiting, queue.refused) == (0, 0, 4))
    }

    @Test func theLineDoesNotGrowWithThoseWhoHaveLeftIt() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 1, waiting: 500))
        for job in 0...500 { _ = queue.arrive(job, at: start) }
        for job in 501..<5000 {
            #expect(queue.finish(at: start).next == job - 500)
            #expect(queue.arrive(job, at: start) == .wait)
        }
    }

    @Test func hashingGivesWay() async {
        let own = getpriority(__priority_which_t(0), 0)
        let niceness = await withCheckedContinuation { continuation in
            #expect(BackgroundThread.start { continuation.resume(returning: getpriority(__priority_which_t(0), 0)) })
        }
        #expect(niceness > own)
        #expect(getpriority(__priority_which_t(0), 0) == own, "only that thread")
    }
}
