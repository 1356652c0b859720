import NIOCore

/// Counts the frames of a client that NIOHTTP2 does not count: WINDOW_UPDATE, GOAWAY, and those of unknown types (RFC 9113 §4.1, §10.5).
/// As with the others, 200 of a kind in 30 seconds are free. Pure.
///
/// What clients send in ordinary work is not held against them. Some announce a window with each request, and some send PRIORITY_UPDATE
/// or frames of no meaning (RFC 9218, RFC 8701): a few for each request. A download is acknowledged for stream and connection, in whatever
/// portions it is read: two frames for each half KiB that was sent to the client.
struct FrameRate {
    enum Kind: CaseIterable {
        case windowUpdate, goAway, unknown

        /// - Returns: `nil` for a type that NIOHTTP2 judges.
        init?(type: UInt8) {
            switch type {
            case 0x8: self = .windowUpdate
            case 0x7: self = .goAway
            // DATA to PING, CONTINUATION, ALTSVC, ORIGIN.
            case 0x0...0x6, 0x9, 0xA, 0xC: return nil
            default: self = .unknown
            }
        }
    }

    static let limit = 200
    static let window = TimeAmount.seconds(30)
    static let framesPerRequest = 4
    static let bytesPerFrame = 256
    private static let mostCredit = 1 << 20

    private struct Count {
        var since = NIODeadline.uptimeNanoseconds(0)
        var frames = 0
        /// Frames that requests and answers account for.
        var credit = 0
    }

    private var counts: [Kind: Count] = [:]
    private var bytes = 0

    /// The client has begun a request.
    mutating func requestBegun() {
        earn(Self.framesPerRequest, .windowUpdate)
        earn(Self.framesPerRequest, .unknown)
    }

    /// So much was sent to the client.
    mutating func sent(_ count: Int) {
        bytes += count
        earn(bytes / Self.bytesPerFrame, .windowUpdate)
        bytes %= Self.bytesPerFrame
    }

    private mutating func earn(_ frames: Int, _ kind: Kind) {
        let credit = counts[kind, default: Count()].credit
        counts[kind, default: Count()].credit = min(credit + frames, Self.mostCredit)
    }

    /// - Returns: whether this one is too many.
    mutating func isTooMany(_ kind: Kind, at now: NIODeadline) -> Bool {
        var count = counts[kind, default: Count()]
        defer { counts[kind] = count }
        guard count.credit == 0 else {
            count.credit -= 1
            return false
        }
        if count.frames == 0 || now - count.since > Self.window {
            count.since = now
            count.frames = 0
        }
        count.frames += 1
        return count.frames > Self.limit
    }
}

/// A client of HTTP/2 sends frames that nobody has a use for; the connection ends with `ENHANCE_YOUR_CALM`.
struct FrameFlood: Sendable {}
