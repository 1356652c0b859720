/// A moment in UTC, in milliseconds since 1970-01-01.
public struct Timestamp: Sendable, Comparable, Hashable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (one: Timestamp, other: Timestamp) -> Bool {
        one.milliseconds < other.milliseconds
    }

    /// The moment `more` milliseconds later, limited to the representable range.
    public func adding(milliseconds more: Int64) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        return Timestamp(milliseconds: overflow ? (more > 0 ? .max : .min) : sum)
    }

    public func adding(seconds: Int) -> Timestamp {
        let (more, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1000)
        return adding(milliseconds: overflow ? (seconds > 0 ? .max : .min) : more)
    }

    /// The hours since 1970.
    public var hour: Int64 { milliseconds.flooredDivision(by: 3_600_000) }

    /// `YYYY-MM-DD hh:mm:ss` in UTC, as in Magento's responses.
    public var sqlDateTime: String { String(decoding: text(" "), as: UTF8.self) }

    /// `YYYY-MM-DDThh:mm:ssZ` (RFC 3339).
    public var rfc3339: String { String(decoding: text("T") + "Z".utf8, as: UTF8.self) }

    /// `YYYY-MM-DDThh:mm:ss.mmmZ` (RFC 3339).
    public var rfc3339WithMilliseconds: String {
        var text = text("T")
        text.append(UInt8(ascii: "."))
        Self.append(milliseconds - milliseconds.flooredDivision(by: 1000) * 1000, width: 3, to: &text)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    private func text(_ separator: Unicode.Scalar) -> [UInt8] {
        let seconds = milliseconds.flooredDivision(by: 1000)
        let days = seconds.flooredDivision(by: 86400)
        let rest = seconds - days * 86400
        let (year, month, day) = Self.civil(days)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        Self.append(year, width: 4, to: &text)
        Self.append("-", month, to: &text)
        Self.append("-", day, to: &text)
        Self.append(separator, rest / 3600, to: &text)
        Self.append(":", rest / 60 % 60, to: &text)
        Self.append(":", rest % 60, to: &text)
        return text
    }

    private static func append(_ separator: Unicode.Scalar, _ number: Int64, to text: inout [UInt8]) {
        text.append(UInt8(ascii: separator))
        append(number, width: 2, to: &text)
    }

    /// Appends a number, padded with zeros.
    private static func append(_ number: Int64, width: Int, to text: inout [UInt8]) {
        guard number >= 0 else { return text.append(contentsOf: String(number).utf8) }
        let start = text.count
        var rest = number
        repeat {
            text.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0 || text.count - start < width
        text[start...].reverse()
    }

    /// Year, month and day of the Gregorian calendar for a number of days since 1970
    /// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let index = (5 * dayOfYear + 2) / 153
        let month = index < 10 ? index + 3 : index - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp {
    /// The date format of RFC 5322 §3.3, always in UTC: `Tue, 14 Nov 2023 22:13:20 +0000`.
    public var rfc5322: String {
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

extension Timestamp {
    /// The days of the Gregorian calendar since 1970-01-01; `nil` for a date that does not exist. Years are 1 to 10000
    /// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    public static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1...10_000).contains(year), (1...12).contains(month), (1...length(ofMonth: month, in: year)).contains(day) else {
            return nil
        }
        // In years that begin in March, the leap day is the last day.
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static func length(ofMonth month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
