import TokenCore

/// The value of the `Date` field (RFC 9110 §6.6.1), formatted once a second. Confined to one event loop.
struct DateCache {
    private let clock: any WallClock
    private var second: Int64 = .min
    private var text = ""

    init(clock: any WallClock = SystemClock()) {
        self.clock = clock
    }

    mutating func date() -> String {
        let now = Int64(clock.now().seconds)
        if now != second {
            second = now
            text = Self.format(now)
        }
        return text
    }

    /// IMF-fixdate (RFC 9110 §5.6.7).
    static func format(_ second: Int64) -> String {
        // `YYYY-MM-DD hh:mm:ss`
        let parts = Timestamp(milliseconds: second * 1000).sqlDateTime.split { " -".contains($0) }
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 4, let month = Int(parts[1]), months.indices.contains(month - 1), second >= 0 else { return "" }
        return "\(days[Int(second / 86400 % 7)]), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]) GMT"
    }
}
