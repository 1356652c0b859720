import NIOCore
import TokenCore

/// What is new in each answer of a connection. Of its event loop.
final class ResponseStamp {
    private let clock: any WallClock
    private var formatted = HTTPDate()
    private var known: String?
    /// Seeded with randomness of the system; ids need not be hard to guess, only different.
    private var state: UInt64

    init(clock: any WallClock = SystemClock(), seed: UInt64 = .random(in: .min ... .max)) {
        self.clock = clock
        state = seed
    }

    /// The `Date` field of now.
    func date() -> String { formatted.text(at: clock.now()) }

    /// The client's own id if it is a short plain word, else a new one.
    func requestID(sent: String?) -> String {
        if let sent, RequestID.isAcceptable(sent) { return sent }
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return RequestID.text(of: mixed ^ (mixed >> 31))
    }

    /// The client's.
    func address(_ context: ChannelHandlerContext) -> String {
        if let known { return known }
        let found = context.channel.remoteAddress?.ipAddress ?? "unknown"
        known = found
        return found
    }
}
