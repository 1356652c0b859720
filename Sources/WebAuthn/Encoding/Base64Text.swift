import Foundation

extension [UInt8] {
    /// Base64 (RFC 4648) with the standard or the URL alphabet, one of them throughout; padding is right or not there. A text is refused
    /// for any other character, blanks among them, and for bits left over that are not zero: two texts of one form never mean the same.
    init?(base64 text: String) {
        let characters = Array(text.utf8)
        let digits = characters.prefix { $0 != UInt8(ascii: "=") }
        let padding = characters.dropFirst(digits.count)
        let missing = (4 - digits.count % 4) % 4
        guard padding.isEmpty || padding.count == missing, padding.allSatisfy({ $0 == UInt8(ascii: "=") }) else {
            return nil
        }
        let isURL = digits.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        var standard = Data(digits)
        if isURL {
            guard !digits.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }) else { return nil }
            standard = Data(digits.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0 })
        }
        standard.append(contentsOf: repeatElement(UInt8(ascii: "="), count: missing))
        guard let bytes = Data(base64Encoded: standard), bytes.base64EncodedData() == standard else { return nil }
        self.init(bytes)
    }
}
