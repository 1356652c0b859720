/// Tracks whether the input of an HTTP/2 client is inside a frame or a header block (RFC 9113 §4). Frames are not validated; NIOHTTP2 does
/// that. Pure.
struct FrameScan {
    private static let prefaceLength = 24
    private static let headerLength = 9
    /// The frame type that begins a request.
    static let headers: UInt8 = 0x1

    /// The bytes that are left of the preface or of a frame's payload.
    private var awaited = FrameScan.prefaceLength
    private var header: [UInt8] = []
    /// Whether a header block has begun and no frame with END_HEADERS has ended it.
    private var isInBlock = false

    /// Whether a frame or a header block is incomplete. True for a new connection, which must send the preface.
    var isMidway: Bool { awaited > 0 || !header.isEmpty || isInBlock }

    /// - Parameter seen: called with the type of each frame whose header is complete.
    /// - Returns: whether a frame or a header block ended in these bytes.
    mutating func take(_ bytes: some Collection<UInt8>, seen: (UInt8) -> Void = { _ in }) -> Bool {
        var rest = bytes[...]
        var hasEnded = false
        while !rest.isEmpty {
            if awaited > 0 {
                let taken = min(awaited, rest.count)
                awaited -= taken
                rest = rest.dropFirst(taken)
            } else {
                let taken = min(Self.headerLength - header.count, rest.count)
                header += rest.prefix(taken)
                rest = rest.dropFirst(taken)
                guard header.count == Self.headerLength else { break }
                awaited = header.prefix(3).reduce(0) { $0 << 8 | Int($1) }
                seen(header[3])
                note(type: header[3], flags: header[4])
                header.removeAll(keepingCapacity: true)
            }
            if awaited == 0, !isInBlock { hasEnded = true }
        }
        return hasEnded
    }

    private mutating func note(type: UInt8, flags: UInt8) {
        let (continuation, endHeaders): (UInt8, UInt8) = (0x9, 0x4)
        guard type == Self.headers || type == continuation else { return }
        isInBlock = flags & endHeaders == 0
    }
}
