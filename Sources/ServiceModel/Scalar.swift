/// Coercion of scalars (contract: `rest.md` §8, D10); the functions return `nil` when a value does not fit.
public enum Scalar {
    public static func text(_ wire: Wire) -> String? {
        switch wire {
        case .text(let text): text
        case .int(let number): String(number)
        case .integerLiteral(let literal): literal
        case .double(let number): plainDecimal(number)
        case .bool(let flag): flag ? "1" : ""
        case .null, .list, .object: nil
        }
    }

    /// A signed 32-bit integer.
    public static func int(_ wire: Wire) -> Int? {
        let number: Int? =
            switch wire {
            case .int(let number): number
            case .bool(let flag): flag ? 1 : 0
            case .double(let number): Int(exactly: number)
            case .text(let text): decimal(trimmed(text))
            case .integerLiteral(let literal): decimal(Substring(literal))
            case .null, .list, .object: nil
            }
        return number.flatMap { Int32(exactly: $0) }.map(Int.init)
    }

    /// Whether a value is the number 0 or text that reads as 0.
    static func isZero(_ wire: Wire) -> Bool {
        switch wire {
        case .int, .integerLiteral, .double, .text: int(wire) == 0
        case .null, .bool, .list, .object: false
        }
    }

    static func bool(_ wire: Wire, trimmed trims: Bool) -> Bool? {
        switch wire {
        case .bool(let flag): return flag
        case .int(1): return true
        case .int(0): return false
        case .double(let number): return number == 1 ? true : number == 0 ? false : nil
        case .text(let text):
            switch (trims ? trimmed(text) : Substring(text)).lowercased() {
            case "true", "yes", "on", "1": return true
            case "false", "no", "off", "0": return false
            default: return nil
            }
        default: return nil
        }
    }

    static func double(_ wire: Wire) -> Double? {
        let number: Double? =
            switch wire {
            case .int(let number): Double(number)
            case .double(let number): number
            case .integerLiteral(let literal): Double(literal)
            case .text(let text): numeric(trimmed(text))
            default: nil
            }
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    /// An optional sign and ASCII digits.
    private static func decimal(_ text: Substring) -> Int? {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// Decimal notation only: `Double.init` would also read `0x1p3`, `inf` and `nan`.
    private static func numeric(_ text: Substring) -> Double? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) }) else { return nil }
        return Double(text)
    }

    private static func trimmed(_ text: String) -> Substring {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        var rest = text.drop(while: blank)
        while let last = rest.last, blank(last) { rest.removeLast() }
        return rest
    }

    /// The shortest decimal notation without exponent that reads back as the same number.
    static func plainDecimal(_ number: Double) -> String {
        if let whole = Int(exactly: number) { return String(whole) }
        let shown = "\(number)"
        guard let mark = shown.firstIndex(of: "e"), let exponent = Int(shown[shown.index(after: mark)...]) else { return shown }
        let sign = shown.hasPrefix("-") ? "-" : ""
        let mantissa = shown[..<mark].drop { $0 == "-" }.split(separator: ".")
        let whole = mantissa.first.map(String.init) ?? "0"
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        if exponent < 0 {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + whole + fraction
        }
        if fraction.count <= exponent {
            return sign + whole + fraction + String(repeating: "0", count: exponent - fraction.count)
        }
        let point = fraction.index(fraction.startIndex, offsetBy: exponent)
        return sign + whole + fraction[..<point] + "." + fraction[point...]
    }
}
