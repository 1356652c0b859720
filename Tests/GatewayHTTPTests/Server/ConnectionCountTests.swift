import NIOCore
import Testing
import TokenCore

@testable import GatewayHTTP

struct ConnectionCountTests {
    private static func client(_ address: String) throws -> AddressGroup { AddressGroup(try SocketAddress(ipAddress: address, port: 1)) }

    @Test func bothLimitsApply() throws {
        var count = ConnectionCount(limit: 3, limitPerClient: 2)
        let (a, b) = (try Self.client("192.0.2.1"), try Self.client("192.0.2.2"))
        var verdicts = [a, a, a, b, b].map { count.admit($0) }
        #expect(verdicts == [.admitted, .admitted, .fullForClient, .admitted, .full])
        count.release(a)
        verdicts = [b, b].map { count.admit($0) }
        #expect(verdicts == [.admitted, .fullForClient])
        #expect(count.total == 3)
    }

    @Test func closedConnectionsAreForgotten() throws {
        var count = ConnectionCount(limit: 3, limitPerClient: 2)
        let a = try Self.client("192.0.2.1")
        _ = count.admit(a)
        _ = count.admit(a)
        count.release(a)
        count.release(a)
        count.release(a)
        #expect(count.total == 0)
        #expect(count.clients == 0)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1", "::ffff:192.0.2.1", true),
        ("2001:db8::1", "2001:db8::ffff:1", true), ("2001:db8::1", "2001:db8:0:1::1", false), ("::1", "192.0.2.1", false),
        ("::", "0.0.0.0", false),
    ])
    func anIPv6NetworkCountsAsOneClient(_ first: String, _ second: String, _ same: Bool) throws {
        #expect(try (Self.client(first) == Self.client(second)) == same)
    }
}

struct CertificateRefusalTests {
    @Test func unusableCertificateFilesAreReported() {
        let missing = ServedCertificate.Files(certificate: "/nowhere/c.pem", key: "/nowhere/k.pem")
        #expect(throws: CertificateProblem.self) { try ServedCertificate(missing, http2: false) }
        #expect(throws: CertificateProblem.self) {
            try ServedCertificate(.init(certificate: #filePath, key: #filePath), http2: true)
        }
    }
}
