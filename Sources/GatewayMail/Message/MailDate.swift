import TokenCore

/// The date of a message (RFC 5322 §3.3), always UTC.
enum MailDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// `Tue, 14 Nov 2023 22:13:20 +0000`
    static func text(_ moment: Timestamp) -> String {
        let parts = moment.wire.split(separator: " ")
        let days = parts.first?.split(separator: "-") ?? []
        // 1970-01-01 was a Thursday.
        let number = Int((max(0, moment.milliseconds) / 86_400_000) % 7)
        guard parts.count == 2, days.count == 3, let month = Int(days[1]), months.indices.contains(month - 1) else { return moment.wire }
        return "\(weekdays[number]), \(days[2]) \(months[month - 1]) \(days[0]) \(parts[1]) +0000"
    }
}
