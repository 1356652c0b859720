/// Detects a dump that was truncated between two statements: statements and comments that tools write at the beginning have counterparts at
/// the end.
struct DumpTrailer {
    /// The number of bytes of a comment that are compared.
    static let longest = 128
    private var awaited: Set<String> = []

    private static let pairs = [
        ("-- MySQL dump", "-- Dump completed"), ("-- MariaDB dump", "-- Dump completed"),
        ("SET @OLD_SQL_NOTES", "SET SQL_NOTES=@OLD_SQL_NOTES"),
    ]

    /// - Parameter comment: a line with its dashes, or the text between `/*` and `*/`.
    mutating func note(_ comment: [UInt8]) {
        let text = String(decoding: comment.prefix(Self.longest), as: UTF8.self)
        for (beginning, end) in Self.pairs {
            if text.contains(beginning) { awaited.insert(end) }
            if text.contains(end) { awaited.remove(end) }
        }
    }

    mutating func note(word: String) {
        switch word {
        case "START", "BEGIN": awaited.insert("COMMIT")
        case "LOCK": awaited.insert("UNLOCK TABLES")
        case "COMMIT": awaited.remove("COMMIT")
        case "UNLOCK": awaited.remove("UNLOCK TABLES")
        default: break
        }
    }

    /// A counterpart that is missing.
    var missing: String? { awaited.min() }
}
