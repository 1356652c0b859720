import ServiceModel

/// Makes the ids that name requests in the log, the audit trail and the `X-Request-Id` field of responses.
struct RequestIDs {
    /// Ids have to be different, not hard to guess.
    private var state: UInt64

    init(seed: UInt64 = .random(in: .min ... .max)) {
        state = seed
    }

    /// The id that the client sent if it is acceptable, otherwise a new one of 16 hexadecimal digits.
    mutating func id(sent: String?) -> String {
        if let sent, Self.isAcceptable(sent) { return sent }
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return withUnsafeBytes(of: mixed ^ (mixed >> 31)) { Hex.encode($0) }
    }

    /// Whether the text is 1 to 64 letters, digits, `-`, `.` and `_`.
    static func isAcceptable(_ sent: String) -> Bool {
        (1...64).contains(sent.utf8.count)
            && sent.utf8.allSatisfy { FieldSyntax.isAlphanumeric($0) || "-._".utf8.contains($0) }
    }
}
