extension Timestamp {
    /// The number of a day of the Gregorian calendar since 1970-01-01; `nil` for days that there are not. Years are 1 to 10000
    /// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    public static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1...10_000).contains(year), (1...12).contains(month), (1...length(ofMonth: month, in: year)).contains(day) else {
            return nil
        }
        // Years that begin in March have the odd day at their end.
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
