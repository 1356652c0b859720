import TokenCore

extension Timestamp {
    /// Parses `YYYY-MM-DD hh:mm:ss`, UTC, and drops a fraction of the second; `nil` for another form or a day that does not exist.
    init?(sqlDateTime text: String) {
        let halves = text.split(separator: " ", omittingEmptySubsequences: false)
        guard halves.count == 2, let days = CivilDay(halves[0])?.number else { return nil }
        let time = halves[1].prefix { $0 != "." }.split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let hour = CivilDay.number(time[0], 2), let minute = CivilDay.number(time[1], 2),
            let second = CivilDay.number(time[2], 2), hour < 24, minute < 60, second < 60,
            halves[1].dropFirst(8).utf8.allSatisfy({ (46...57).contains($0) && $0 != 47 })
        else { return nil }
        self.init(milliseconds: (days * 86_400 + hour * 3600 + minute * 60 + second) * 1000)
    }
}

/// A day of the Gregorian calendar.
struct CivilDay {
    /// Days since 1970-01-01.
    let number: Int64

    /// Parses `YYYY-MM-DD`; `nil` for a day that does not exist.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = Self.number(parts[0], 4), let month = Self.number(parts[1], 2),
            let day = Self.number(parts[2], 2), let number = Timestamp.day(year, month, day)
        else { return nil }
        self.number = number
    }

    static func number(_ text: some StringProtocol, _ width: Int) -> Int64? {
        guard text.utf8.count == width, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }
}
