import HTTPExchange
import ServiceModel
import Testing

@testable import OutboundHTTP

@Suite(.timeLimit(.minutes(1))) struct LinkLocalAddressTests {
    /// Also in notations that a check of the URL's text does not recognise.
    @Test(arguments: ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "0xa9fea9fe"])
    func linkLocalAddressesAreNotReached(_ host: String) async throws {
        let request = HTTPRequest(url: "http://\(host)/", headers: [], body: .none, timeout: .seconds(3600), largestBody: 10)
        await #expect(throws: HTTPFailure.self) { try await HTTPClient.gateway.send(request) }
    }
}
