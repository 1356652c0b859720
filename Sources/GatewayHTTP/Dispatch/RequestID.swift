/// Names a request in log, audit and answer.
enum RequestID {
    /// The client's own id if it is a short plain word, else a new one.
    static func of(_ headers: RequestFields) -> String {
        if let sent = headers[.requestID], isAcceptable(sent) { return sent }
        return text(of: .random(in: .min ... .max))
    }

    static func isAcceptable(_ sent: String) -> Bool {
        (1...64).contains(sent.utf8.count) && sent.utf8.allSatisfy(isPlain)
    }

    /// 16 hexadecimal digits.
    static func text(of number: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { digits in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: number >> (4 * UInt64(index)) & 15)
                digits[index] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            }
            return 16
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
