import NIOCore
import Testing

@testable import GatewayHTTP

struct FrameRateTests {
    private static let start = NIODeadline.uptimeNanoseconds(5_000_000_000)

    @Test(arguments: FrameRate.Kind.allCases)
    func twoHundredFramesOfAKindAreAccepted(_ kind: FrameRate.Kind) {
        var rate = FrameRate()
        for _ in 0..<FrameRate.limit { check(!rate.exceedsLimit(kind, at: Self.start)) }
        for other in FrameRate.Kind.allCases where other != kind { check(!rate.exceedsLimit(other, at: Self.start)) }
        check(rate.exceedsLimit(kind, at: Self.start + FrameRate.window))
        check(!rate.exceedsLimit(kind, at: Self.start + FrameRate.window + .nanoseconds(1)))
    }

    /// A client that acknowledges every half KiB twice and sends a WINDOW_UPDATE with each of many small requests.
    @Test func framesOfOrdinaryClientsAreCredited() {
        var rate = FrameRate()
        for _ in 0..<100_000 {
            rate.sent(512)
            for _ in 0..<2 { check(!rate.exceedsLimit(.windowUpdate, at: Self.start)) }
        }
        for _ in 0..<10_000 {
            rate.requestBegun()
            for kind in [FrameRate.Kind.windowUpdate, .unknown] {
                for _ in 0..<3 { check(!rate.exceedsLimit(kind, at: Self.start)) }
            }
        }
    }

    @Test func smallWritesAccumulateCredit() {
        var rate = FrameRate()
        for _ in 0..<FrameRate.bytesPerFrame { rate.sent(1) }
        for _ in 0...FrameRate.limit { check(!rate.exceedsLimit(.windowUpdate, at: Self.start)) }
        check(rate.exceedsLimit(.windowUpdate, at: Self.start))
    }

    @Test func eachTypeIsCountedHereOrByNIO() {
        let own = (UInt8.min...UInt8.max).filter { FrameRate.Kind(type: $0) == nil }
        #expect(own == [0, 1, 2, 3, 4, 5, 6, 9, 10, 12])
        #expect(FrameRate.Kind(type: 8) == .windowUpdate && FrameRate.Kind(type: 7) == .goAway && FrameRate.Kind(type: 16) == .unknown)
    }

    /// Outside of the macro, which would capture the rate as a constant.
    private func check(_ holds: Bool, _ location: SourceLocation = #_sourceLocation) {
        #expect(holds, sourceLocation: location)
    }
}
