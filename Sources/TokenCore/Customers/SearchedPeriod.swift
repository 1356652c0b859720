/// A period of time in a search value: `2026-05`, `2026-05-01`, `2026-05-01 08:00:00`.
struct SearchedPeriod: Sendable, Equatable {
    /// Milliseconds since 1970.
    let start: Int64
    /// The first millisecond after the period.
    let end: Int64

    /// A day or a second; other precisions are not accepted.
    init?(_ text: String) {
        guard text.utf8.count == 10 || text.utf8.count == 19 else { return nil }
        self.init(beginning: text)
    }

    /// A prefix of a date and time, up to a complete component, followed by the only wildcard `%`; or a complete date and time.
    init?(pattern: String) {
        if let exact = SearchedPeriod(pattern), pattern.utf8.count == 19 {
            self = exact
            return
        }
        guard pattern.utf8.last == UInt8(ascii: "%") else { return nil }
        let text = pattern.dropLast()
        self.init(beginning: String(text.last.map { "-: ".contains($0) } == true ? text.dropLast() : text))
    }

    private init?(beginning text: String) {
        let form = Array("0000-00-00 00:00:00".utf8)
        let bytes = Array(text.utf8)
        let widths = [4, 7, 10, 13, 16, 19]
        guard let part = widths.firstIndex(of: bytes.count),
            zip(bytes, form).allSatisfy({ $1 == 48 ? (48...57).contains($0) : $0 == $1 })
        else { return nil }
        var numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
        numbers += [0, 1, 1, 0, 0, 0].dropFirst(numbers.count)
        guard numbers.count == 6, numbers[3] < 24, numbers[4] < 60, numbers[5] < 60 else { return nil }
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        guard let first = Timestamp.day(year, month, day) else { return nil }
        let seconds = first * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        let next: Int64? =
            switch part {
            case 0: Timestamp.day(year + 1, 1, 1).map { $0 * 86400 }
            case 1: (month == 12 ? Timestamp.day(year + 1, 1, 1) : Timestamp.day(year, month + 1, 1)).map { $0 * 86400 }
            case 2: seconds + 86400
            case 3: seconds + 3600
            case 4: seconds + 60
            default: seconds + 1
            }
        guard let next else { return nil }
        (start, end) = (seconds * 1000, next * 1000)
    }
}
