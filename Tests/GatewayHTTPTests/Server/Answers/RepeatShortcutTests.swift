import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// What is answered again is what would be answered anew, and nothing is answered again that does not hold any more.
@Suite struct RepeatShortcutTests {
    /// `%` stands for a good token.
    private static let me = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\n\r\n"
    private static let verify = "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\n\r\n"
    private static let wsdl = "GET /soap/default?wsdl&services=integrationAdminTokenServiceV1 HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let own = soap("customerCustomerRepositoryV1", "customerCustomerRepositoryV1GetSelfRequest", "")

    private static func soap(_ service: String, _ element: String, _ parameters: String, _ token: String = "%") -> String {
        let envelope =
            "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><\(element)>\(parameters)</\(element)>"
            + "</e:Body></e:Envelope>"
        return "POST /soap/default?services=\(service) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n"
            + "Content-Type: text/xml\r\nContent-Length: \(envelope.utf8.count)\r\n\r\n\(envelope)"
    }

    /// Without what is new in each answer.
    private func ask(_ connection: RawConnection, _ request: String, _ token: String) async throws -> String {
        try await connection.send(request.replacing("%", with: token))
        return try await connection.answer().replacing(/(Date|X-Request-Id): [^\r]*/, with: "")
    }

    /// Asks until something is answered out of memory; looks may be late on a busy machine.
    private func askUntilRepeated(
        _ server: TestServer.Running, _ connection: RawConnection, _ request: String, _ token: String
    ) async throws -> String {
        let before = server.memory.statistics.hits
        var answer = ""
        repeat {
            try await server.test.core.facts.look()
            answer = try await ask(connection, request, token)
        } while server.memory.statistics.hits == before
        return answer
    }

    @Test(arguments: [me, verify, wsdl, own]) func bothWaysAnswerAlike(_ request: String) async throws {
        try await TestServer.running { server in
            let connection = try await RawConnection.open(server.port)
            let token = try await server.test.token(.customer, "ann@example.test")
            let first = try await ask(connection, request, token)
            #expect(first.hasPrefix("HTTP/1.1 20"))
            #expect(try await askUntilRepeated(server, connection, request, token) == first)
            await connection.close()
        }
    }

    @Test func itEndsWithTheToken() async throws {
        try await TestServer.running { server in
            for (request, refusal) in [(Self.me, "401"), (Self.verify, "401"), (Self.own, "500")] {
                let connection = try await RawConnection.open(server.port)
                let token = try await server.test.token(.customer, "ann@example.test")
                _ = try await askUntilRepeated(server, connection, request, token)
                _ = try await server.test.core.administration.revokeTokens(of: .customer("ann@example.test"))
                #expect(try await ask(connection, request, token).hasPrefix("HTTP/1.1 \(refusal) "))
                await connection.close()
            }
        }
    }

    @Test func itChangesWithTheCustomer() async throws {
        try await TestServer.running { server in
            let connection = try await RawConnection.open(server.port)
            let token = try await server.test.token(.customer, "ann@example.test")
            _ = try await askUntilRepeated(server, connection, Self.me, token)
            let body = #"{"customer":{"email":"ann@example.test","firstname":"Anja","lastname":"B"}}"#
            let change =
                "PUT /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            #expect(try await ask(connection, change, token).hasPrefix("HTTP/1.1 200 "))
            #expect(try await ask(connection, Self.me, token).contains("\"firstname\":\"Anja\""))
            await connection.close()
        }
    }

    /// Whoever sends an id of her own gets it back; sign-ins, refusals and changes are never answered out of memory.
    @Test func othersAreAnsweredAnew() async throws {
        try await TestServer.running { server in
            let connection = try await RawConnection.open(server.port)
            let token = try await server.test.token(.customer, "ann@example.test")
            let named = Self.me.replacing("Host: a", with: "Host: a\r\nX-Request-Id: mine")
            let service = "integrationCustomerTokenServiceV1"
            let refused = Self.soap(
                service, service + "CreateCustomerAccessTokenRequest", "<username>ann@example.test</username><password/>")
            let unknown = Self.me.replacing("%", with: String(repeating: "0", count: 32))
            for request in [named, refused, unknown, Self.me.replacing("GET", with: "OPTIONS")] {
                for _ in 0..<5 {
                    try await server.test.core.facts.look()
                    _ = try await ask(connection, request, token)
                }
            }
            #expect(server.memory.statistics.hits == 0)
            #expect(server.memory.statistics.entries == 0)
            await connection.close()
        }
    }

    /// A repeated request inside of others is one of them, and a connection that is to end ends.
    @Test func onlyQuietConnectionsAreAnsweredOutOfMemory() async throws {
        try await TestServer.running { server in
            let token = try await server.test.token(.customer, "ann@example.test")
            let connection = try await RawConnection.open(server.port)
            _ = try await askUntilRepeated(server, connection, Self.me, token)
            await connection.close()
            let me = Self.me.replacing("%", with: token)
            let last = me.replacing("Host: a", with: "Host: a\r\nConnection: close")
            #expect(try await RawClient.send(server.port, me + last).statuses == [200, 200])
            #expect(try await RawClient.send(server.port, String(me.prefix(20)), String(me.dropFirst(20)) + last).statuses == [200, 200])
            #expect(try await RawClient.send(server.port, String(me.dropLast(2)), me, answers: 1).statuses.first == 400)
        }
    }
}
