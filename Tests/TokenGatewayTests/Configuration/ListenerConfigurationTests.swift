import Foundation
import GatewayHTTP
import Logging
import Testing

@testable import TokenGateway

@Suite struct ListenerConfigurationTests {
    private func configuration(_ values: [String: String]) throws -> GatewayConfiguration {
        let environment = Dictionary(uniqueKeysWithValues: values.map { (ProgramSettings.environmentName($0.key), $0.value) })
        return try GatewayConfiguration(ConfigurationSources(environment: environment), on: HostResources(memory: 4 << 30, cores: 2))
    }

    @Test func defaultsHold() throws {
        let standard = try configuration([:])
        #expect(standard.listener.maxConnections == 8192)
        #expect(standard.listener.maxConnectionsPerAddress == 256)
        #expect(standard.listener.trustedProxies.isEmpty && standard.listener.corsOrigins.isEmpty)
        #expect(standard.listener.tls == nil)
        #expect(standard.listener.metrics == nil)
        #expect(standard.baseURL(listeningOn: 8080) == "http://127.0.0.1:8080")
    }

    @Test func tlsMakesTheBaseURLSecure() throws {
        let secure = try configuration(["tls-certificate": "c.pem", "tls-key": "k.pem", "http2": "enabled", "metrics-port": "9000"])
        #expect(secure.listener.tls == .init(certificate: "c.pem", key: "k.pem"))
        #expect(secure.listener.http2)
        #expect(secure.listener.metrics?.port == 9000)
        #expect(secure.baseURL(listeningOn: 443) == "https://127.0.0.1:443")
    }

    @Test(arguments: [
        (["tls-certificate": "c.pem"], "tls-certificate needs tls-key"), (["tls-key": "k.pem"], "tls-key needs tls-certificate"),
        (["http2": "enabled"], "http2 needs tls-certificate"), (["max-connections": "0"], "max-connections takes"),
        (["metrics-port": "0"], "metrics-port takes"), (["metrics-host": "a b"], "metrics-host takes"),
        (["trusted-proxies": "127.0.0.1,proxy.example"], "not \"proxy.example\""),
        (["trusted-proxies": "10.0.0.0/33"], "trusted-proxies takes"),
        (["cors-origins": "*"], "cors-origins takes"), (["cors-origins": "https://shop.example/"], "cors-origins takes"),
    ])
    func contradictionsAreRefused(_ values: [String: String], _ text: String) {
        let problems = #expect(throws: ConfigurationProblems.self) { try configuration(values) }
        #expect(problems?.description.contains(text) == true)
    }

    @Test func trustingEveryAddressIsNoted() throws {
        #expect(try configuration(["trusted-proxies": "10.0.0.0/8"]).warnings.isEmpty)
        #expect(try configuration(["trusted-proxies": "10.0.0.0/8,::/0"]).warnings.count == 1)
    }

    @Test func originsAreShownAsBrowsersSendThem() throws {
        let resolved = ConfigurationSources(environment: [
            "TOKEN_GATEWAY_CORS_ORIGINS": "HTTPS://Shop.example:443, http://localhost:3000",
            "TOKEN_GATEWAY_TRUSTED_PROXIES": "::1, 10.0.0.0/8",
        ]).resolve(on: HostResources(memory: 4 << 30, cores: 2))
        let declared = ProgramSettings.declared.listener
        #expect(declared.corsOrigins.shown(in: resolved) == "https://shop.example,http://localhost:3000")
        #expect(declared.trustedProxies.shown(in: resolved) == "::1,10.0.0.0/8")
    }

    @Test(arguments: [(20_000, 19_936), (128, 64), (64, 32), (1, 1), (0, 1)])
    func connectionsLeaveAReserveOfDescriptors(_ limit: Int, _ connections: Int) {
        #expect(DescriptorLimit.connections(below: limit) == connections)
    }

    @Test func theDescriptorLimitIsRaised() {
        let limit = DescriptorLimit.raise()
        #expect(limit > 0)
        #expect(DescriptorLimit.raise() == limit)
    }
}

@Suite struct CertificateWatchTests {
    private static func stamp(_ seconds: Int?) -> CertificateWatch.Stamp {
        var stamp = CertificateWatch.Stamp(of: [])
        stamp.files = [seconds.map { .init(number: 1, size: 1, changed: Date(timeIntervalSince1970: Double($0))) }]
        return stamp
    }

    @Test func filesAreLoadedAfterTwoEqualPolls() {
        var watch = CertificateWatch(loaded: Self.stamp(0))
        let polls: [(Int?, Bool)] = [
            (0, false), (1, false), (2, false), (2, true), (2, false), (nil, false), (nil, true), (nil, false), (3, false), (2, false),
            (2, true),
        ]
        var loads: [Bool] = []
        for (seconds, _) in polls { loads.append(watch.poll(Self.stamp(seconds))) }
        // The state that was loaded last is not loaded again.
        #expect(loads == polls.map(\.1))
    }

    @Test func aChangedFileHasAnotherStamp() throws {
        let folder = try Folder()
        let file = try folder.file("a.pem", "one")
        let first = CertificateWatch.Stamp(of: [file, folder.path + "/none"])
        #expect(first == CertificateWatch.Stamp(of: [file, folder.path + "/none"]))
        #expect(first.files.last == .some(nil))
        _ = try folder.file("a.pem", "longer")
        #expect(first != CertificateWatch.Stamp(of: [file, folder.path + "/none"]))
    }
}

@Suite struct LogLevelTests {
    @Test func loggersFollowTheCommonLevelUnlessTheyHaveTheirOwn() {
        let level = LogLevel(.info)
        var handler = LineLogHandler(label: "a", isJSON: true, level: level) { _ in }
        #expect(handler.logLevel == .info)
        level.current = .debug
        #expect(handler.logLevel == .debug)
        handler.logLevel = .error
        level.current = .trace
        #expect(handler.logLevel == .error)
    }
}
