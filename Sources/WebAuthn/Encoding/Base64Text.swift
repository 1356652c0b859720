import Foundation

extension [UInt8] {
    /// Decodes base64 (RFC 4648) in the standard or the URL alphabet, with correct padding or none.
    /// - Returns: `nil` for any other character, white space included, for a mixture of the alphabets, and for trailing bits that are not
    ///   zero: no two texts of one alphabet decode to the same bytes.
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
