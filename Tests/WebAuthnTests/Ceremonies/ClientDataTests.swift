import Testing

@testable import WebAuthn

/// Row 3 of both tables, in both ceremonies.
@Suite struct ClientDataTests {
    /// A member and a wrong value as JSON; `nil` removes the member.
    static let members: [(String, String?)] = [
        ("type", nil), ("type", "null"), ("type", "1"), ("type", "[]"), ("type", "\"\""), ("type", "\"webauthn\""),
        ("type", "\"webauthn.creat\""), ("type", "\"webauthn.create \""), ("type", "\"Webauthn.create\""), ("type", "\"webauthn.ge\""),
        ("type", "\"webauthn.get\\u0000\""), ("type", "\"webauthn.Get\""), ("type", "\"payment.get\""), ("type", "[\"webauthn.create\"]"),
        ("challenge", nil), ("challenge", "null"), ("challenge", "\"\""), ("challenge", "7"), ("challenge", "[16,17]"), ("challenge", "{}"),
        ("challenge", "\"EBESExQVFhcYGRobHB0eHg\""), ("challenge", "\"EBESExQVFhcYGRobHB0e\""),
        ("challenge", "\"EBESExQVFhcYGRobHB0eHx8\""),
        ("challenge", "\"EBESExQVFhcYGRobHB0eHw=\""), ("challenge", "\"EBESExQVFhcYGRobHB0eHw===\""),
        ("challenge", "\"EBESExQVFhcYGRobHB0eHx\""),
        ("challenge", "\" EBESExQVFhcYGRobHB0eHw\""), ("challenge", "\"EBESExQVFhcYGRobHB0eHw\\n\""), ("challenge", "\"*\""),
        ("origin", nil), ("origin", "null"), ("origin", "\"\""), ("origin", "true"), ("origin", "[\"https://gateway.example\"]"),
        ("origin", "\"https://gateway.example/\""), ("origin", "\"http://gateway.example\""), ("origin", "\"https://evil.example\""),
        ("origin", "\"https://gateway.example.evil.example\""), ("origin", "\"https://x@gateway.example\""),
        ("origin", "\"gateway.example\""),
        ("origin", "\"https://gateway.example:0\""), ("crossOrigin", "true"), ("crossOrigin", "\"false\""), ("crossOrigin", "0"),
        ("crossOrigin", "1"), ("crossOrigin", "null"), ("crossOrigin", "{}"), ("topOrigin", "\"https://gateway.example\""),
        ("topOrigin", "\"\""), ("topOrigin", "null"),
    ]

    @Test(arguments: members)
    func wrongMemberIsRefused(_ name: String, _ value: String?) throws {
        let create = ClientText.create.with(name, value).text
        let whole = try Registration()
        #expect(whole.with { $0.clientDataJSON = quoted(create) }.refusal == .clientData)
        #expect(whole.with { ($0.clientData, $0.clientDataJSON) = (create, nil) }.refusal == .clientData)
        #expect(try Assertion().with { $0.clientText = ClientText.get.with(name, value).text }.isRefused())
    }

    @Test func clientDataOfTheOtherCeremonyIsRefused() throws {
        #expect(try Registration().with { $0.clientDataJSON = quoted(ClientText.get.text) }.refusal == .clientData)
        #expect(try Assertion().with { $0.clientText = ClientText.create.text }.isRefused())
    }

    @Test func challengeWithAnyChangedBitIsRefused() throws {
        for position in Sample.challenge.indices {
            for bit in 0..<8 {
                var challenge = Sample.challenge
                challenge[position] ^= 1 << bit
                let create = quoted(ClientText("webauthn.create", challenge: challenge).text)
                #expect(try Registration().with { $0.clientDataJSON = create }.refusal == .clientData)
                #expect(try Assertion().with { $0.clientText = ClientText("webauthn.get", challenge: challenge).text }.isRefused())
            }
        }
    }

    static let texts = [
        "", " ", "x", "null", "true", "7", "\"webauthn.create\"", "[]", "{}", "{", "}", "{}{}", "{\"type\"}", "\u{0}", "\u{0}{\u{0}}",
        String(repeating: "[", count: 60000), String(repeating: "{\"type\":", count: 7000), String(repeating: "\"", count: 60000),
        "{" + Array(repeating: "\"a\":1", count: 9000).joined(separator: ",") + "}",
    ]

    @Test(arguments: texts + [ClientText.create.text + ClientText.create.text, ClientText.get.text + "x"])
    func malformedTextIsRefused(_ text: String) throws {
        #expect(try Registration().with { $0.clientDataJSON = quoted(text) }.refusal == .clientData)
        #expect(try Assertion().with { $0.clientText = text }.isRefused())
    }

    /// Foundation detects UTF-16, which other JSON parsers refuse.
    @Test func otherEncodingsThanUTF8AreRefused() throws {
        func wide(_ text: String) -> String { text.map { "\u{0}\($0)" }.joined() }
        #expect(try Registration().with { $0.clientDataJSON = quoted(wide(ClientText.create.text)) }.refusal == .clientData)
        #expect(try Assertion().with { $0.clientText = wide(ClientText.get.text) }.isRefused())
        #expect(try Registration.refusal(wide(Registration().json)) == .data)
    }

    @Test func truncatedTextIsRefused() throws {
        let (create, get) = (ClientText.create.text, ClientText.get.text)
        for count in 0..<create.utf8.count {
            #expect(try Registration().with { $0.clientDataJSON = quoted(String(create.prefix(count))) }.refusal == .clientData)
        }
        for count in 0..<get.utf8.count {
            #expect(try Assertion().with { $0.clientText = String(get.prefix(count)) }.isRefused())
        }
    }

    /// Some of these copies would be valid on their own.
    static let copies: [(String, String?)] = [
        ("type", nil), ("type", "\"webauthn.other\""), ("challenge", nil), ("challenge", "\"EBESExQVFhcYGRobHB0eHg\""), ("origin", nil),
        ("origin", "\"https://gateway.example:443\""), ("origin", "\"https://Gateway.example\""), ("origin", "\"https://evil.example\""),
    ]

    @Test(arguments: copies)
    func copyThatDiffersIsRefused(_ name: String, _ value: String?) throws {
        #expect(try Registration().with { $0.clientData = ClientText.create.with(name, value).text }.refusal == .clientData)
        #expect(try Assertion().with { $0.clientData = ClientText.get.with(name, value).text }.isRefused())
    }

    @Test(arguments: ["\"\"", "7", "[]", "true", "\"{}\""])
    func copyThatIsNoObjectIsRefused(_ value: String) throws {
        #expect(try Registration().with { $0.clientData = value }.refusal == .data)
        #expect(try Registration().with { ($0.clientData, $0.clientDataJSON) = (value, nil) }.refusal == .data)
        #expect(try Assertion().with { $0.clientData = value }.isRefused())
    }
}
