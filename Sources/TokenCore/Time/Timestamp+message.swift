extension Timestamp {
    /// The form of RFC 5322 §3.3 (and of its predecessor RFC 2822), always UTC: `Tue, 14 Nov 2023 22:13:20 +0000`.
    public var messageDate: String {
        let parts = sqlDateTime.split(separator: " ")
        let days = parts.first?.split(separator: "-") ?? []
        // 1970-01-01 was a Thursday.
        let number = Int((max(0, milliseconds) / 86_400_000) % 7)
        guard parts.count == 2, days.count == 3, let month = Int(days[1]), Self.months.indices.contains(month - 1) else {
            return sqlDateTime
        }
        return "\(Self.weekdays[number]), \(days[2]) \(Self.months[month - 1]) \(days[0]) \(parts[1]) +0000"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
}
