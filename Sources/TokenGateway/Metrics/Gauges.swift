import Foundation
import GatewayHTTP
import GatewayMetrics
import TokenCore

/// Metrics that are read when a client asks for them.
struct Gauges {
    let core: Core
    let server: GatewayServer
    let certificate: CertificateHolder?

    func register(in registry: MetricsRegistry) {
        let (connections, certificate, store) = (server.connections, certificate, StoreGauges(core: core))
        registry.gauge(MeasuredName.connections) { [Sample(Double(connections.statistics.open))] }
        registry.counter(MeasuredName.refusedConnections) {
            let seen = connections.statistics
            return [
                Sample(Double(seen.refused), [("limit", "all")]), Sample(Double(seen.refusedForClient), [("limit", "address")]),
            ]
        }
        if let certificate {
            registry.gauge(MeasuredName.certificateEnd) { [Sample(certificate.current.expiresAt.timeIntervalSince1970)] }
        }
        let (hashingLimiter, tokens) = (core.hashingLimiter, core.tokens)
        registry.gauge(MeasuredName.hashes) {
            let seen = hashingLimiter.statistics
            return [Sample(Double(seen.running), [("state", "running")]), Sample(Double(seen.waiting), [("state", "waiting")])]
        }
        registry.counter(MeasuredName.refusedHashes) { [Sample(Double(hashingLimiter.statistics.refused))] }
        registry.counter(MeasuredName.tokenLookUps) {
            let seen = tokens.statistics
            return [Sample(Double(seen.hits), [("cache", "hit")]), Sample(Double(seen.misses), [("cache", "miss")])]
        }
        registry.gauge(MeasuredName.liveTokens) {
            await store.current()?.liveTokens.map { Sample(Double($1), [("kind", $0.label)]) } ?? []
        }
        registry.gauge(MeasuredName.locks) { await store.current().map { [Sample(Double($0.locks))] } ?? [] }
        registry.gauge(MeasuredName.mails) { await store.current().map { [Sample(Double($0.waitingMails))] } ?? [] }
        registry.gauge(MeasuredName.version) { [Sample(1, [("version", ProgramVersion.text)])] }
        ProcessGauges.register(in: registry)
    }
}

/// Counts of the store. They are counted by reading whole tables, so they are cached for half a minute.
actor StoreGauges {
    static let lifetime = Duration.seconds(30)

    private let core: Core
    private let clock: any WallClock
    private var cached: (tally: StoreCounts, until: ContinuousClock.Instant)?

    init(core: Core, clock: any WallClock = SystemClock()) {
        self.core = core
        self.clock = clock
    }

    /// `nil` when the store is not available.
    func current() async -> StoreCounts? {
        if let cached, .now < cached.until { return cached.tally }
        let now = clock.now()
        guard let settings = try? await core.directory.current().settings,
            let tally = try? await core.database.read({ try $0.counts(at: now, lockedFrom: settings.throttle.maximumFailures) })
        else { return nil }
        cached = (tally, .now + Self.lifetime)
        return tally
    }
}

/// Resources of the process, under the names that Prometheus exporters have in common.
private enum ProcessGauges {
    static func register(in registry: MetricsRegistry) {
        registry.gauge(MeasuredName.memory) { residentMemory.map { [Sample($0)] } ?? [] }
        registry.gauge(MeasuredName.descriptors) { openDescriptors.map { [Sample($0)] } ?? [] }
        registry.gauge(MeasuredName.descriptorLimit) { [Sample(Double(DescriptorLimit.raise()))] }
        registry.counter(MeasuredName.processorTime) { [Sample(processorTime)] }
    }

    /// In bytes; `nil` where there is no /proc.
    private static var residentMemory: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        return text.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 * Double(getpagesize()) }
    }

    private static var openDescriptors: Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Double($0.count) }
    }

    /// In seconds.
    private static var processorTime: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
