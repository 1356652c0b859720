import Testing
import TokenCore

struct ApplicationURLTests {
    @Test(arguments: [
        "https://shop.example/oauth", "https://shop.example:8443/a?b=c", "http://127.0.0.1:8080/", "http://[::1]:1/", "http://localhost/",
        "https://10.0.0.1/",
    ])
    func httpsAndLocalHTTPAreAllowed(_ text: String) {
        #expect(ApplicationURL.problem(text) == nil)
    }

    @Test(arguments: [
        "https://169.254.169.254/latest", "http://169.254.169.254/", "https://2852039166/", "https://0xa9fea9fe/",
        "https://0251.0376.0251.0376/", "https://169.254.169.254./", "https://[fe80::1]/", "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:a9fe:a9fe]:443/x",
    ])
    func linkLocalHostIsRefusedWithThatReason(_ text: String) {
        #expect(ApplicationURL.problem(text) == "must not be at a link-local address")
    }

    @Test(arguments: [
        "", "shop.example", "http://shop.example/", "ftp://shop.example/", "https:///x", "https://u:p@shop.example/",
        "https://shop.example/#f",
        "https://a b/", "https://%31%36%39.254.169.254/", "https://%EF%BC%91.example/", "http://0x7f.1/", "https://[fe80::1%25eth0]/",
    ])
    func otherURLsAreRefused(_ text: String) {
        #expect(!ApplicationURL.isAllowed(text))
    }
}
