import Foundation
import GatewayTestSupport
import Testing
import TokenCore

@testable import GatewayHTTP

/// Requests on one connection never change the responses to equal bytes on other connections. Four ways to confuse a listener about the
/// beginning of a request are combined with requests of other clients.
@Suite(.timeLimit(.minutes(5))) struct PlantedResponseTests {
    /// `%` stands for the token of the attacker, an administrator with all permissions; `@` for that of one with few.
    struct Victim: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The beginning of a request that the victim's bytes complete as a field value.
        let prefix: String
        let request: String
        let status: String
        /// Expected in the correct response.
        let part: String
    }

    private static let wsdl = "GET /soap/default?wsdl&services=integrationAdminTokenServiceV1 HTTP/1.1\r\n"
    private static let me = "GET /rest/V1/customers/1 HTTP/1.1\r\n"
    static let victims: [Victim] = [
        .init(
            testDescription: "a token without the right",
            prefix: "GET /auth/verify HTTP/1.1\r\nX-F: ",
            request: "GET /auth/verify?resource=Magento_Backend::all HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer @\r\n\r\n", status: "403",
            part: "Magento_Backend::all"),
        .init(
            testDescription: "a guest who asks for a document",
            prefix: "GET /rest/V1/customers/1 HTTP/1.1\r\nAuthorization: Bearer %\r\nX-F: ",
            request: wsdl + "Host: a\r\n\r\n", status: "200", part: "integrationAdminTokenServiceV1"),
        .init(
            testDescription: "a guest who asks for somebody",
            prefix: "GET /auth/verify HTTP/1.1\r\nAuthorization: Bearer %\r\nX-F: ", request: me + "Host: a\r\n\r\n", status: "401",
            part: "Magento_Customer::customer"),
    ]

    private static let post = "POST /rest/V1/customers/isEmailAvailable HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    private static let long = String(repeating: "a", count: 7_000)
    private static let live = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"

    /// The segments before the victim's bytes. The last one ends with the beginning of the request that they complete.
    static let ways: [(name: String, segments: [String])] = [
        ("chunks", [post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"]),
        ("a body over 16 KiB", [post + "Content-Length: 20000\r\n\r\n{}" + String(repeating: " ", count: 19_998)]),
        (
            "a head over 16 KiB in two segments",
            [
                "GET /health/live?\(long) HTTP/1.1\r\nHost: a\r\nX-A: \(long)\r\n", "X-B: \(long)\r\n\r\n",
            ]
        ),
        ("line ends in front", ["\r\n\r\n\r\n" + live]),
    ]

    @Test(arguments: victims)
    func requestsOnOneConnectionDoNotAffectResponsesOnOthers(_ victim: Victim) async throws {
        try await TestServer.running { server in
            let (strong, weak) = (try await server.test.token(.admin, "ops"), try await server.test.token(.admin, "reader"))
            let fill: @Sendable (String) -> String = { $0.replacing("%", with: strong).replacing("@", with: weak) }
            let bytes = fill(victim.request)
            for way in Self.ways {
                for _ in 0..<3 {
                    try await server.test.core.changes.poll()
                    let attacker = try await RawConnection.open(server.port)
                    for segment in way.segments.dropLast() { try await attacker.send(segment) }
                    try await attacker.send((way.segments.last ?? "") + fill(victim.prefix))
                    _ = try await attacker.response()
                    try await attacker.send(bytes)
                    #expect(try await attacker.response().hasPrefix("HTTP/1.1 200 "), "the attack on \(victim) by \(way.name)")
                    await attacker.close()
                    let other = try await RawConnection.open(server.port)
                    try await other.send(bytes)
                    let response = try await other.response()
                    #expect(response.hasPrefix("HTTP/1.1 \(victim.status) "), "\(victim) by \(way.name)")
                    #expect(response.contains(victim.part), "\(victim) by \(way.name)")
                    await other.close()
                }
            }
        }
    }
}
