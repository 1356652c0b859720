import Foundation

/// Finds what only developers of the server should see.
enum LeakDetector {
    private static let signs: [(kind: String, texts: [String])] = [
        ("a stack trace of Java", ["\tat java.", "\tat org.", "\tat com.", ".java:", "java.lang.", "javax."]),
        ("a stack trace of .NET", ["   at System.", ".cs:line ", "System.NullReferenceException", "System.Web."]),
        (
            "a message of PHP",
            ["<b>Warning</b>", "<b>Fatal error</b>", "PHP Fatal error", "PHP Warning", ".php on line", ".php:", "Stack trace:\n#0", "#0 /"]
        ),
        ("a traceback of Python", ["Traceback (most recent call last)", "File \"/", ".py\", line "]),
        ("a stack trace of JavaScript", ["at Object.<anonymous>", "node_modules/", "at process."]),
        ("a message of a Go or Swift runtime", ["goroutine 1 [", "panic: ", ".swift:", "Fatal error: "]),
        (
            "a message of a database",
            [
                "SQLSTATE[", "ORA-0", "SQL syntax", "syntax error at or near", "sqlite3.", "SQLITE_", "psycopg", "mysqli",
                "UNIQUE constraint failed",
                "SELECT * FROM", "INSERT INTO ",
            ]
        ),
        (
            "a path of the server",
            ["/var/www/", "/usr/lib/", "/usr/share/", "/home/", "/opt/", "/srv/", "/app/src/", "C:\\\\", "C:\\inetpub", "/root/"]
        ),
    ]

    /// What kind of thing is in the text, with the piece that shows it. Pieces that were sent do not count.
    static func leak(in text: String, sent: String) -> (kind: String, piece: String)? {
        for sign in signs {
            for piece in sign.texts where text.hasBytes(of: piece) && !sent.hasBytes(of: piece) {
                return (sign.kind, piece.trimmingXMLSpace)
            }
        }
        return nil
    }
}

extension String {
    /// Whether the UTF-8 bytes of the other text are among those of this one. Unlike `contains` it does not compare characters, which takes
    /// a thousand times as long for a large message.
    func hasBytes(of other: String) -> Bool {
        var (text, piece) = (self, other)
        return text.withUTF8 { text in
            piece.withUTF8 { piece in
                guard let start = text.baseAddress, let wanted = piece.baseAddress else { return piece.isEmpty }
                var offset = 0
                while text.count - offset >= piece.count,
                    let found = memchr(start + offset, Int32(piece[0]), text.count - offset - piece.count + 1)
                {
                    if memcmp(found, wanted, piece.count) == 0 { return true }
                    offset = UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
                }
                return false
            }
        }
    }
}
