import TokenCore

// The built-in texts. Operators can replace each of them by a file (``MailTemplates/fileNames``).

extension OutgoingMail.Kind {
    /// Plain text and HTML from the same paragraphs.
    var builtIn: MailTemplate.Source {
        let paragraphs = ["Hello {{name}},"] + paragraphs
        let markup = paragraphs.map { "<p>\($0.replacing("{{link}}", with: Self.anchor).replacing("{{token}}", with: Self.code))</p>" }
        return MailTemplate.Source(
            subject: subject,
            text: paragraphs.map(Self.plain).joined(separator: "\n\n") + "\n",
            html: "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>\(subject)</title></head><body>\n"
                + markup.joined(separator: "\n") + "\n</body></html>\n")
    }

    private static let anchor = "<a href=\"{{link}}\">{{link}}</a>"
    private static let code = "<code>{{token}}</code>"

    /// In plain text, a link or a token is a paragraph of its own.
    private static func plain(_ paragraph: String) -> String {
        paragraph.replacing(": {{link}}", with: ":\n\n{{link}}").replacing(": {{token}}", with: ":\n\n{{token}}")
    }

    private var subject: String {
        switch self {
        case .welcome: "Welcome{{#store}} to {{store}}{{/store}}"
        case .welcomeWithoutPassword: "Welcome{{#store}} to {{store}}{{/store}}: choose your password"
        case .passwordReset: "Choose a new password"
        case .passwordChanged: "Your password was changed"
        case .emailChanged: "Your e-mail address was changed"
        case .secondFactorSetUp: "Set up your second factor{{#site}} for {{site}}{{/site}}"
        }
    }

    private var paragraphs: [String] {
        switch self {
        case .welcome:
            ["your account{{#store}} at {{store}}{{/store}} is ready. Sign in with this e-mail address and the password that you chose."]
        case .welcomeWithoutPassword:
            [
                "an account{{#store}} at {{store}}{{/store}} was made for you. It has no password yet. "
                    + Self.choice("Choose one here", "Choose one with this code"),
                Self.end,
            ]
        case .passwordReset:
            [
                "somebody, hopefully you, asked for a new password for your account{{#store}} at {{store}}{{/store}}. "
                    + Self.choice("Choose it here", "Choose it with this code"),
                Self.end + " If it was not you, do nothing: your password stays as it is.",
            ]
        case .passwordChanged:
            [
                "the password of your account{{#store}} at {{store}}{{/store}} was changed, and all sign-ins have ended. "
                    + "If it was not you, ask for a new password at once."
            ]
        case .emailChanged:
            [
                "the e-mail address of your account{{#store}} at {{store}}{{/store}} was changed. "
                    + "If it was not you, please get in touch with us at once."
            ]
        case .secondFactorSetUp:
            [
                "somebody, hopefully you, signed in{{#site}} to {{site}}{{/site}} as {{username}} with the right password. "
                    + "Signing in needs a second factor. Set it up here: {{link}}",
                "The link works for one hour. If it was not you, change your password at once and tell an administrator.",
            ]
        }
    }

    private static func choice(_ byLink: String, _ byToken: String) -> String {
        "{{#link}}\(byLink): {{link}}{{/link}}{{^link}}\(byToken): {{token}}{{/link}}"
    }

    private static let end = "It works once{{#hours}} and for {{hours}} hours{{/hours}}."
}
