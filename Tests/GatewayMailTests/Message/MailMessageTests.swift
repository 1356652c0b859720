import Foundation
import ServiceModel
import Testing
import TokenCore

@testable import GatewayMail

@Suite struct MailMessageTests {
    private func message(subject: String = "Hello", name: String = "Ann Lee", text: String = "Hi", html: String = "<p>Hi</p>") throws
        -> String
    {
        let sender = try #require(MailAddress("shop@shop.test", name: "Shop"))
        let recipient = try #require(MailAddress("ann@example.test", name: name))
        let message = try MailMessage(
            .init(
                sender: sender, recipient: recipient, subject: subject, text: text, html: html, reference: "abc123",
                date: Timestamp(milliseconds: 1_700_000_000_000)))
        return String(decoding: message.bytes, as: UTF8.self)
    }

    @Test func messageHasHeaderAndBothAlternatives() throws {
        #expect(
            try message()
                == """
                From: "Shop"
                 <shop@shop.test>
                To: "Ann Lee"
                 <ann@example.test>
                Subject: Hello
                Date: Tue, 14 Nov 2023 22:13:20 +0000
                Message-ID: <abc123@shop.test>
                MIME-Version: 1.0
                Auto-Submitted: auto-generated
                Content-Type: multipart/alternative; boundary="=_abc123"

                --=_abc123
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit

                Hi

                --=_abc123
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: 7bit

                <p>Hi</p>

                --=_abc123--

                """.replacing("\n", with: "\r\n"))
    }

    @Test(arguments: ["a\r\nBcc: x@y.test", "a\nb", "a\rb", "a\u{0}b", "a\u{2028}b", "a\u{202E}b", "a\u{85}b"])
    func textThatCouldBeginAHeaderLineIsRefused(text: String) {
        #expect(MailAddress("ann@example.test", name: text) == nil)
        #expect(throws: MailFailure.self) { try message(subject: text) }
    }

    @Test(arguments: [
        "ann", "@b.test", "a@", "a@b@c", "a b@c.test", "a>@c.test", "<a@c.test", "a@c.test\r\nDATA", "a..b@c.test", "a,b@c.test",
        "\"a\"@c.test",
        "a;b@c.test", "a@[127.0.0.1]",
    ])
    func addressThatIsNotAllowedInSMTPIsRefused(address: String) {
        #expect(MailAddress(address) == nil)
        #expect(!EmailAddress.isValid(address), "nobody can have one that no mail reaches")
    }

    @Test func addressWithDisplayNameIsParsed() {
        #expect(MailAddress(text: "a@b.test") == MailAddress("a@b.test"))
        #expect(MailAddress(text: "The Shop <a@b.test>") == MailAddress("a@b.test", name: "The Shop"))
        #expect(MailAddress(text: "\"The Shop\" <a@b.test>") == MailAddress("a@b.test", name: "The Shop"))
        #expect(MailAddress(text: "The Shop <a@b.test") == nil)
        #expect(MailAddress(text: "a+b=c'd@b.test") != nil)
    }

    @Test func nameOutsideASCIIIsEncodedInWordsOfWholeCharacters() throws {
        let name = String(repeating: "Å😀", count: 30)
        let lines = try message(subject: name, name: "Zoë \"Z\"").components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { $0 < 0x80 } })
        #expect(lines.contains("To: =?utf-8?B?Wm/DqyAiWiI=?="))
        let words = lines.drop { !$0.hasPrefix("Subject: ") }.prefix { $0.contains("=?utf-8?B?") }
        let decoded = words.map { line in
            let word = line.replacing("Subject: ", with: "").replacing(" ", with: "").dropFirst(10).dropLast(2)
            return String(decoding: Data(base64Encoded: String(word)) ?? Data(), as: UTF8.self)
        }
        #expect(decoded.count > 3)
        #expect(decoded.joined() == name)
        #expect(decoded.allSatisfy { !$0.contains("\u{FFFD}") })
    }

    @Test func nameThatLooksEncodedOrHasQuotesIsPreserved() throws {
        #expect(try message(name: "=?utf-8?B?WA==?=").contains("To: =?utf-8?B?PT91dGYtOD9CP1dBPT0/PQ==?=\r\n"))
        #expect(try message(name: "A \"B\" \\").contains("To: \"A \\\"B\\\" \\\\\"\r\n"))
    }
}

@Suite struct BodyEncodingTests {
    @Test(arguments: [
        ("a\nb", "7bit", "a\r\nb\r\n"), ("a\r\nb\n\n", "7bit", "a\r\nb\r\n"), ("", "7bit", "\r\n"),
        ("é = \n", "quoted-printable", "=C3=A9 =3D=20\r\n"), ("é\t\n.", "quoted-printable", "=C3=A9=09\r\n.\r\n"),
        ("\u{1}", "quoted-printable", "=01\r\n"),
    ])
    func bodyEncodingFollowsTheText(text: String, name: String, encoded: String) {
        let result = BodyEncoding.encoded(text)
        #expect(result.name == name)
        #expect(result.text == encoded)
    }

    @Test func longLinesAreFoldedWithoutLoss() {
        let text = String(repeating: "ü=x ", count: 100) + String(repeating: "a", count: 2000)
        let (_, encoded) = BodyEncoding.encoded(text)
        let lines = encoded.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(encoded.replacing("=\r\n", with: "").replacing("=C3=BC", with: "ü").replacing("=3D", with: "=") == text + "\r\n")
    }
}
