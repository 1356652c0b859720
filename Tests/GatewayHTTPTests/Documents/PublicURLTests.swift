import GatewayHTTP
import ServiceModel
import Testing

/// `soap.md` §1 and §3, `rest.md` §15.
@Suite struct PublicURLTests {
    @Test(arguments: [
        ("https://gateway.example", "https", "gateway.example", ""),
        ("https://gateway.example/", "https", "gateway.example", ""),
        ("HTTP://127.0.0.1:8080", "http", "127.0.0.1:8080", ""),
        ("https://[::1]:8443/shop//", "https", "[::1]:8443", "/shop"),
        ("https://h/a/b", "https", "h", "/a/b"),
    ]) func aBaseURLIsSplitIntoItsParts(_ text: String, _ scheme: String, _ authority: String, _ path: String) throws {
        let baseURL = try #require(PublicURL(text))
        #expect(baseURL.scheme == scheme)
        #expect(baseURL.authority == authority)
        #expect(baseURL.path == path)
        #expect(baseURL.string == "\(scheme)://\(authority)\(path)")
    }

    @Test(arguments: [
        "", "gateway.example", "//h", "ftp://h", "https:/h", "https://", "https:///shop", "https://:80", "https://a@h", "https://h?x",
        "https://h#x", "https://h/a b", "https://h/\"", "https://h/<", "https://hö",
    ]) func textThatIsNoBaseURLIsRefused(_ text: String) {
        #expect(PublicURL(text) == nil)
    }

    @Test func namespaceHasTheStoreAndTheServicesInRequestedOrder() throws {
        let baseURL = try Sample.baseURL("https://h/shop")
        let names = try ServiceNames("bV1,aV2,bV1")
        #expect(baseURL.soapNamespace(in: Sample.store, services: names) == "https://h/shop/soap/default?services=bV1%2CaV2")
        #expect(baseURL.soapNamespace(in: Sample.adminStore, services: names) == "https://h/shop/soap/all?services=bV1%2CaV2")
        #expect(baseURL.restPath(in: Sample.store) == "/shop/rest/default")
    }

    @Test func theServiceListHasEveryServiceInTableOrder() throws {
        let list = ServiceList.json(of: Sample.table, at: try Sample.baseURL(), in: Sample.store)
        #expect(list.keys == Sample.table.services)
        #expect(
            list.at("integrationAdminTokenServiceV1") == [
                "wsdl_endpoint": "https://gateway.example/soap/default?wsdl&services=integrationAdminTokenServiceV1"
            ])
    }
}
