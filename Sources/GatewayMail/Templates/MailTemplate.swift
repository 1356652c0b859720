import Mustache

/// The three templates of one kind of mail, understood. Values are filled in and never read as templates.
struct MailTemplate: Sendable {
    private let subjectLine: MustacheTemplate
    private let plain: MustacheTemplate
    private let markup: MustacheTemplate

    /// - Throws: what the parser complains of.
    init(_ source: Source) throws {
        HTMLEscaping.register()
        subjectLine = try Self.parse(source.subject, as: "TEXT")
        plain = try Self.parse(source.text, as: "TEXT")
        markup = try Self.parse(source.html, as: HTMLEscaping.name)
    }

    /// The texts of the three.
    struct Source: Sendable {
        var subject: String
        var text: String
        var html: String
    }

    static func parse(_ text: String, as type: String) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:\(type)}}" + text)
    }

    /// One line, whatever the template has at its end.
    func subject(_ values: [String: String]) -> String {
        var text = Substring(subjectLine.render(values))
        while let last = text.last, last.isNewline || last == " " { text.removeLast() }
        return String(text)
    }

    func text(_ values: [String: String]) -> String { plain.render(values) }
    func html(_ values: [String: String]) -> String { markup.render(values) }
}

/// The library escapes whole characters, so that a quotation mark with an accent on it would pass; this goes by scalars.
struct HTMLEscaping: MustacheContentType {
    static let name = "MAIL_HTML"
    private static let registered: Void = MustacheContentTypes.register(HTMLEscaping(), named: name)

    /// Makes the name known to the library, once.
    static func register() { registered }

    func escapeText(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
