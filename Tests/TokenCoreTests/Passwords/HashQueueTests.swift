import Foundation
import Testing

@testable import TokenCore

@Suite(.timeLimit(.minutes(5))) struct HashQueueTests {
    private let start = ContinuousClock.now

    @Test func jobsRunInTheOrderInWhichTheyCame() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 2, waiting: 3))
        #expect((1...7).map { queue.admit($0, at: start) } == [.start, .start, .wait, .wait, .wait, .refuse, .refuse])
        #expect((queue.running, queue.waiting, queue.refused) == (2, 3, 2))
        for expected in [3, 4, 5, nil, nil] {
            let (next, expired) = queue.finish(at: start)
            #expect(next == expected)
            #expect(expired.isEmpty)
        }
        #expect((queue.running, queue.waiting) == (0, 0))
        #expect(queue.admit(8, at: start) == .start)
    }

    @Test func jobsThatWaitedTooLongAreRefused() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 1, waiting: 9, queueTimeout: .seconds(2)))
        for job in 0..<3 { _ = queue.admit(job, at: start) }
        _ = queue.admit(3, at: start + .milliseconds(1))
        let (next, expired) = queue.finish(at: start + .seconds(2))
        #expect(expired == [1, 2])
        #expect(next == 3)
        #expect(queue.refused == 2)
        #expect(queue.finish(at: start + .seconds(9)).next == nil)
        #expect(queue.running == 0)
    }

    @Test func withoutAThreadWaitingJobsAreRefused() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 2, waiting: 9))
        for job in 0..<4 { _ = queue.admit(job, at: start) }
        #expect(queue.threadStartFailed().isEmpty, "the other thread comes to them")
        #expect(queue.threadStartFailed() == [2, 3])
        #expect((queue.running, queue.waiting, queue.refused) == (0, 0, 4))
    }

    @Test func theQueueReleasesFinishedSlots() {
        var queue = HashQueue<Int>(limits: .init(concurrent: 1, waiting: 500))
        for job in 0...500 { _ = queue.admit(job, at: start) }
        for job in 501..<5000 {
            #expect(queue.finish(at: start).next == job - 500)
            #expect(queue.admit(job, at: start) == .wait)
        }
    }

    @Test func hashingRunsAtLowPriority() async {
        let own = getpriority(__priority_which_t(0), 0)
        let niceness = await withCheckedContinuation { continuation in
            #expect(BackgroundThread.start { continuation.resume(returning: getpriority(__priority_which_t(0), 0)) })
        }
        #expect(niceness > own)
        #expect(getpriority(__priority_which_t(0), 0) == own, "only that thread")
    }
}
