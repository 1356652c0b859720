import TokenCore

/// The templates in use: the built-in ones, with the parts that an operator has replaced.
public struct MailTemplates: Sendable {
    /// Templates with at least one replaced part. Built-in ones are parsed when they are used.
    private let replaced: [OutgoingMail.Kind: MailTemplate]
    private let fallback: MailTemplate

    /// An error in a file of an operator.
    public struct Problem: Error, Sendable {
        public let file: String
        public let text: String
    }

    /// Names of the files that replace built-in texts: `KIND.subject.mustache`, `KIND.txt.mustache`, `KIND.html.mustache`.
    public static let fileNames: [String] = OutgoingMail.Kind.allCases.flatMap { kind in Part.allCases.map { $0.file(kind) } }

    /// - Parameter replaced: texts by the names of their files; other names are ignored.
    /// - Throws: ``Problem`` for the first text that cannot be parsed.
    public init(replacing replaced: [String: String] = [:]) throws(Problem) {
        var templates: [OutgoingMail.Kind: MailTemplate] = [:]
        for kind in OutgoingMail.Kind.allCases {
            guard Part.allCases.contains(where: { replaced[$0.file(kind)] != nil }) else { continue }
            var source = kind.builtIn
            for part in Part.allCases {
                guard let text = replaced[part.file(kind)] else { continue }
                do { _ = try MailTemplate.parse(text, as: "TEXT") } catch {
                    throw Problem(file: part.file(kind), text: "this is no mustache template: \(error)")
                }
                source[keyPath: part.member] = text
            }
            do { templates[kind] = try MailTemplate(source) } catch {
                throw Problem(file: kind.rawValue, text: "this is no mustache template: \(error)")
            }
        }
        self.replaced = templates
        do { fallback = try MailTemplate(.init(subject: "", text: "", html: "")) } catch {
            throw Problem(file: "", text: "\(error)")
        }
    }

    subscript(kind: OutgoingMail.Kind) -> MailTemplate {
        replaced[kind] ?? (try? MailTemplate(kind.builtIn)) ?? fallback
    }

    private enum Part: String, CaseIterable {
        case subject, txt, html

        func file(_ kind: OutgoingMail.Kind) -> String { "\(kind.rawValue).\(rawValue).mustache" }

        var member: WritableKeyPath<MailTemplate.Source, String> {
            switch self {
            case .subject: \.subject
            case .txt: \.text
            case .html: \.html
            }
        }
    }
}
