import NIOHPACK
import Testing

@testable import GatewayHTTP

struct AuthorityCheckTests {
    /// The `Host` fields after the codec, which adds `:authority` if there is none.
    private static func hosts(_ authority: String, _ hosts: [String]) -> [String] {
        var fields: HPACKHeaders = [":method": "GET", ":scheme": "https", ":path": "/", ":authority": authority]
        for host in hosts { fields.add(name: "host", value: host) }
        let found = AuthorityCheck.reconciled(fields)["host"]
        return found.isEmpty ? [authority] : found
    }

    @Test(arguments: [
        ("a.example", ["a.example"]), ("a.example", ["A.Example"]), ("a.example", ["a.example:443"]), ("a.example:443", ["a.example"]),
        ("a.example", [" a.example\t"]), ("a.example:8443", ["a.example:8443"]), ("a.example", []),
    ])
    func authorityTakesPrecedenceOverHost(_ authority: String, _ sent: [String]) {
        #expect(Self.hosts(authority, sent) == [authority])
    }

    /// Two hosts are refused as malformed.
    @Test(arguments: [
        ("a.example", ["b.example"]), ("a.example", ["a.example:80"]), ("a.example", ["a.example:8443"]), ("a.example", [""]),
        ("a.example", ["a.example", "a.example"]), ("a.example", ["a.example", "b.example"]), ("a.example", ["xa.example"]),
    ])
    func aDifferentHostIsMalformed(_ authority: String, _ sent: [String]) {
        #expect(Self.hosts(authority, sent).count > 1)
    }
}
