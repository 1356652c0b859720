import Mustache

/// The three parsed templates of a kind of mail. Values are inserted and never parsed as templates.
struct MailTemplate: Sendable {
    private let subjectLine: MustacheTemplate
    private let plain: MustacheTemplate
    private let markup: MustacheTemplate

    /// - Throws: the error of the parser.
    init(_ source: Source) throws {
        HTMLEscaping.register()
        subjectLine = try Self.parse(source.subject, as: "TEXT")
        plain = try Self.parse(source.text, as: "TEXT")
        markup = try Self.parse(source.html, as: HTMLEscaping.name)
    }

    /// The texts of the three templates.
    struct Source: Sendable {
        var subject: String
        var text: String
        var html: String
    }

    static func parse(_ text: String, as type: String) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:\(type)}}" + text)
    }

    /// Without line ends and spaces at the end.
    func subject(_ values: [String: String]) -> String {
        var text = Substring(subjectLine.render(values))
        while let last = text.last, last.isNewline || last == " " { text.removeLast() }
        return String(text)
    }

    func text(_ values: [String: String]) -> String { plain.render(values) }
    func html(_ values: [String: String]) -> String { markup.render(values) }
}

/// Escapes Unicode scalars. The library escapes characters, so that a quotation mark with a combining accent would not be escaped.
struct HTMLEscaping: MustacheContentType {
    static let name = "MAIL_HTML"
    private static let registered: Void = MustacheContentTypes.register(HTMLEscaping(), named: name)

    /// Registers the content type with the library, once.
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
