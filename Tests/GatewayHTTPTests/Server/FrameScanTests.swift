import Testing

@testable import GatewayHTTP

struct FrameScanTests {
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private static func frame(_ type: UInt8, flags: UInt8 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF), type, flags, 0, 0, 0, 1] + payload
    }

    private static let payload = [UInt8](repeating: 7, count: 300)
    /// Each with whether a frame or a block is incomplete after it.
    static let conversations: [(String, [UInt8], Bool)] = [
        ("nothing", [], true), ("half a preface", Array(preface.prefix(10)), true), ("preface", preface, false),
        ("empty settings", preface + frame(4), false), ("half a head of a frame", preface + frame(4).prefix(5), true),
        ("half a payload", preface + frame(0, payload).prefix(200), true), ("a payload", preface + frame(0, payload), false),
        ("headers without end", preface + frame(1, payload), true), ("headers with end", preface + frame(1, flags: 4, payload), false),
        ("continued", preface + frame(1, payload) + frame(9, payload), true),
        ("continued to the end", preface + frame(1, payload) + frame(9, payload) + frame(9, flags: 4, payload), false),
    ]

    private static func frame(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] { frame(type, flags: 0, payload) }

    @Test(arguments: conversations)
    func incompleteFramesAndHeaderBlocksAreTracked(_ name: String, _ bytes: [UInt8], _ owes: Bool) {
        var whole = FrameScan()
        _ = whole.take(bytes)
        #expect(whole.isMidway == owes)
        // The same, byte by byte.
        var dripped = FrameScan()
        for byte in bytes { _ = dripped.take([byte]) }
        #expect(dripped.isMidway == owes)
    }

    @Test func eachFrameTypeIsReportedOnce() {
        let bytes =
            Self.preface + Self.frame(4) + Self.frame(1, flags: 4, Self.payload) + Self.frame(8, [0, 0, 0, 1]) + Self.frame(99).prefix(5)
        for size in [1, 7, 1000] {
            var (scan, seen, rest) = (FrameScan(), [UInt8](), bytes[...])
            while !rest.isEmpty {
                _ = scan.take(rest.prefix(size)) { seen.append($0) }
                rest = rest.dropFirst(size)
            }
            #expect(seen == [4, 1, 8])
        }
    }

    @Test func theEndOfAFrameIsReported() {
        var scan = FrameScan()
        let reported = [Self.preface, Array(Self.frame(4).prefix(8)), Array(Self.frame(4).suffix(1)), Array(Self.frame(4).prefix(1))].map {
            scan.take($0)
        }
        #expect(reported == [true, false, true, false])
        let blocks = [Array(Self.frame(4).dropFirst()) + Self.frame(1, [1]), Self.frame(9, [1]), Self.frame(9, flags: 4, [1])].map {
            scan.take($0)
        }
        #expect(blocks == [true, false, true])
    }
}
