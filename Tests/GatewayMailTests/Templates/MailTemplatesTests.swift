import Foundation
import ServiceModel
import Testing
import TokenCore

@testable import GatewayMail

@Suite struct MailTemplatesTests {
    private let sender = MailAddress("shop@shop.test")

    private func sent(
        _ kind: OutgoingMail.Kind, _ values: [String: OutgoingMail.Value], replacing: [String: String] = [:], name: String = "Ann"
    )
        throws -> String
    {
        let composer = MailComposer(templates: try MailTemplates(replacing: replacing), sender: try #require(sender))
        let mail = OutgoingMail(
            kind: kind, recipient: "ann@example.test", recipientName: name, values: values, createdAt: Timestamp(milliseconds: 0))
        return String(decoding: try composer.message(mail, reference: "r").bytes, as: UTF8.self)
    }

    @Test func linkIsAParagraphInTextAndAnAnchorInHTML() throws {
        let mail = try sent(
            .passwordReset, ["link": .secret(Secret("https://shop.test/?t=a&e=b")), "token": .secret(Secret("a")), "hours": .text("2")])
        #expect(mail.contains("\r\n\r\nhttps://shop.test/?t=a&e=b\r\n\r\n"))
        #expect(mail.contains("<a href=\"https://shop.test/?t=a&amp;e=b\">https://shop.test/?t=a&amp;e=b</a>"))
        #expect(mail.contains("for 2 hours"))
        #expect(!mail.contains("{{"))
    }

    @Test func tokenIsShownWithoutALink() throws {
        let mail = try sent(.passwordReset, ["token": .secret(Secret("k2v0x8m1"))])
        #expect(mail.contains("\r\n\r\nk2v0x8m1\r\n\r\n"))
        #expect(mail.contains("<code>k2v0x8m1</code>"))
    }

    @Test(arguments: OutgoingMail.Kind.allCases)
    func everyKindOfMailHasTemplates(kind: OutgoingMail.Kind) throws {
        let mail = try sent(kind, ["token": .secret(Secret("k2v0x8m1")), "store": .text("The Shop"), "site": .text("The Shop")])
        #expect(mail.contains("Subject: ") && !mail.contains("Subject: \r\n"))
        #expect(mail.contains("Hello Ann,"))
        #expect(mail.contains("<p>Hello Ann,</p>"))
        #expect(mail.contains("The Shop"))
        #expect(!mail.contains("{{"))
    }

    @Test(arguments: ["{{token}}", "{{{token}}}", "{{#token}}x{{/token}}", "{{> x}}", "{{% CONTENT_TYPE:TEXT}}"])
    func valuesAreNotParsedAsTemplates(name: String) throws {
        let mail = try sent(.passwordReset, ["token": .secret(Secret("k2v0x8m1"))], name: name)
        #expect(mail.components(separatedBy: "k2v0x8m1").count == 3, "once in each form")
        #expect(mail.contains(name.replacing(">", with: "&gt;")))
    }

    @Test func markupWithCombiningMarksIsEscaped() throws {
        let mail = try sent(
            .welcome, [:], replacing: ["welcome.html.mustache": "<b title=\"{{name}}\">"], name: "<i>\"\u{301} onclick='x' &amp;")
        #expect(mail.contains("=3Ci>") == false && mail.contains("<i>") == true, "plain text has it as it is")
        let html = try #require(mail.components(separatedBy: "text/html").last)
        #expect(html.contains("&lt;i&gt;&quot;=CC=81 onclick=3D&#39;x&#39; &amp;amp;"))
    }

    @Test func filesReplaceBuiltInTexts() throws {
        let mail = try sent(
            .welcome, [:],
            replacing: ["welcome.subject.mustache": "Willkommen, {{name}}\n", "welcome.txt.mustache": "Hallo {{name}}", "other": "{{"],
            name: "Zoë")
        #expect(mail.contains("Subject: =?utf-8?B?V2lsbGtvbW1lbiwgWm/Dqw==?=\r\n"))
        #expect(mail.contains("Hallo Zo=C3=AB\r\n"))
        #expect(mail.contains("<p>Hello Zo=C3=AB,</p>"))
    }

    @Test(arguments: ["{{name", "{{#name}}", "{{/name}}"])
    func malformedTemplateIsRefusedWithItsFileName(text: String) {
        let problem = #expect(throws: MailTemplates.Problem.self) { try MailTemplates(replacing: ["welcome.txt.mustache": text]) }
        #expect(problem?.file == "welcome.txt.mustache")
    }

    @Test func fileNamesFollowFromKindAndPart() {
        #expect(MailTemplates.fileNames.count == OutgoingMail.Kind.allCases.count * 3)
        #expect(MailTemplates.fileNames.contains("password_reset.html.mustache"))
    }

    @Test func nameThatIsNotAllowedInAHeaderIsAFinalFailure() {
        let failure = #expect(throws: MailFailure.self) { try sent(.welcome, [:], name: "Ann\r\nBcc: eve@example.test") }
        #expect(failure?.isFinal == true)
    }
}
