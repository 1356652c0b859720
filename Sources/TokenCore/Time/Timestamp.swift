/// A moment in UTC, in milliseconds since 1970-01-01.
public struct Timestamp: Sendable, Comparable, Hashable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (one: Timestamp, other: Timestamp) -> Bool {
        one.milliseconds < other.milliseconds
    }

    /// The moment that many milliseconds later; at the end of the representable time it stays there.
    public func adding(milliseconds more: Int64) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        return Timestamp(milliseconds: overflow ? (more > 0 ? .max : .min) : sum)
    }

    public func adding(seconds: Int) -> Timestamp {
        let (more, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1000)
        return adding(milliseconds: overflow ? (seconds > 0 ? .max : .min) : more)
    }

    /// Number of the hour since 1970.
    public var hour: Int64 { milliseconds.flooredDivision(by: 3_600_000) }

    /// `YYYY-MM-DD hh:mm:ss`, UTC, as Magento writes times.
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

    /// With zeros in front.
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

    /// Year, month and day of a day number since 1970 in the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms").
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
