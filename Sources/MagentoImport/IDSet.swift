/// A set of ids with one bit per id: those of a million customers take about a hundred kilobytes.
struct IDSet {
    private var blocks: [Int: [UInt64]] = [:]
    private static let words = 64
    private static let empty = Array(repeating: UInt64(0), count: words)

    /// - Returns: whether the id was new.
    @discardableResult
    mutating func insert(_ id: Int) -> Bool {
        let (block, word, bit) = Self.position(id)
        let before = blocks[block, default: Self.empty][word]
        blocks[block, default: Self.empty][word] = before | bit
        return before & bit == 0
    }

    func contains(_ id: Int) -> Bool {
        let (block, word, bit) = Self.position(id)
        return blocks[block].map { $0[word] & bit != 0 } ?? false
    }

    /// - Parameter id: not negative.
    private static func position(_ id: Int) -> (block: Int, word: Int, bit: UInt64) {
        (id >> 12, (id >> 6) & (words - 1), UInt64(1) << UInt64(id & 63))
    }
}
