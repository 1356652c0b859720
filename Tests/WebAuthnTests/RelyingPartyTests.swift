import Testing

@testable import WebAuthn

@Suite struct RelyingPartyTests {
    @Test(arguments: [
        ("shop.test", "https://shop.test"), ("shop.test", "https://shop.test:8443"), ("shop.test", "https://shop.test:443"),
        ("shop.test", "https://shop.test:1"), ("shop.test", "https://shop.test:65535"), ("shop.test", "https://SHOP.Test"),
        ("Shop.TEST", "https://shop.test"), ("localhost", "http://localhost"), ("localhost", "http://localhost:8080"),
        ("LocalHost", "http://localhost"), ("localhost", "https://localhost:8443"), ("127.0.0.1", "https://127.0.0.1:9"),
    ])
    func originOfTheDomainIsAccepted(_ id: String, _ origin: String) {
        #expect(RelyingParty(id: id).accepts(origin: origin))
    }

    static let foreign = [
        "", "shop.test", "http://shop.test", "HTTPS://shop.test", "https:/shop.test", "https:shop.test", "https:///shop.test",
        "https://shop.test/", "https://shop.test/x", "https://shop.test?x", "https://shop.test#x", "https://shop.test.",
        "https://shop.test:", "https://shop.test:0", "https://shop.test:65536", "https://shop.test:99999", "https://shop.test:080",
        "https://shop.test:+80", "https://shop.test:-1", "https://shop.test:8a", "https://shop.test: 80", "https://shop.test:443/",
        "https://shop.test:443:443", "https://shop.test:99999999999999999999", "https://shop.test:\u{0661}",
        "https://shop.test8443", "https://shop.test/443", "https://shop.test@443", "https://shop.test.evil.test", "https://evilshop.test",
        "https://www.shop.test", "https://shop.tes", "https://shop.testx",
        "https://user@shop.test", "https://user:pw@shop.test", "https://shop.test@evil.test", "https://shop.test:443@evil.test",
        " https://shop.test", "https://shop.test ", "https://shop.test\n", "https://shop.test\u{0}", "https://shop.te\u{17F}t",
        "https://\u{FF53}hop.test", "https://", "https://:443", "null", "file://shop.test", "https://shop.test,https://shop.test",
        "android:apk-key-hash:x", "https://shop\u{2024}test", "wss://shop.test", "http://localhost",
    ]

    @Test(arguments: foreign)
    func otherOriginIsRefused(_ origin: String) {
        #expect(!RelyingParty(id: "shop.test").accepts(origin: origin))
    }

    @Test func httpIsAcceptedOnLocalhostOnly() {
        #expect(!RelyingParty(id: "localhost.test").accepts(origin: "http://localhost.test"))
        #expect(!RelyingParty(id: "localhost").accepts(origin: "http://localhost.test"))
        #expect(!RelyingParty(id: "127.0.0.1").accepts(origin: "http://127.0.0.1"))
    }

    @Test func emptyDomainAcceptsNoOrigin() {
        #expect(!RelyingParty(id: "").accepts(origin: "https://"))
        #expect(!RelyingParty(id: "").accepts(origin: "https://:443"))
    }
}
