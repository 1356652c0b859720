import NIOCore

/// Limits the frames that NIOHTTP2 does not count: WINDOW_UPDATE, GOAWAY, and those of unknown types (RFC 9113 §4.1, §10.5). The limit is
/// that of NIOHTTP2 for other frames: 200 of a kind in 30 seconds. Pure.
///
/// Frames of ordinary clients are credited. Some clients send a WINDOW_UPDATE, a PRIORITY_UPDATE (RFC 9218) or reserved frames (RFC 8701)
/// with each request: four frames of a kind are credited for each request. A client acknowledges a download for the stream and for the
/// connection, in portions of its choice: two frames are credited for each half KiB that was sent to it.
struct FrameRate {
    enum Kind: CaseIterable {
        case windowUpdate, goAway, unknown

        /// - Returns: `nil` for a type that NIOHTTP2 limits.
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
    private static let maximumCredit = 1 << 20

    private struct Count {
        var since = NIODeadline.uptimeNanoseconds(0)
        var frames = 0
        /// Frames that requests and responses account for.
        var credit = 0
    }

    private var counts: [Kind: Count] = [:]
    private var bytes = 0

    /// The client has begun a request.
    mutating func requestBegun() {
        earn(Self.framesPerRequest, .windowUpdate)
        earn(Self.framesPerRequest, .unknown)
    }

    /// The number of bytes that were sent to the client.
    mutating func sent(_ count: Int) {
        bytes += count
        earn(bytes / Self.bytesPerFrame, .windowUpdate)
        bytes %= Self.bytesPerFrame
    }

    private mutating func earn(_ frames: Int, _ kind: Kind) {
        let credit = counts[kind, default: Count()].credit
        counts[kind, default: Count()].credit = min(credit + frames, Self.maximumCredit)
    }

    /// Counts a frame.
    /// - Returns: whether it exceeds the limit.
    mutating func exceedsLimit(_ kind: Kind, at now: NIODeadline) -> Bool {
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

/// An HTTP/2 client exceeded the limit of ``FrameRate``; the connection ends with `ENHANCE_YOUR_CALM`.
struct FrameFlood: Sendable {}
