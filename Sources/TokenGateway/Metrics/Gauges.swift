import Foundation
import GatewayHTTP
import GatewayMetrics
import TokenCore

/// What is asked for when somebody reads the metrics: one line for each name.
struct Gauges {
    let core: Core
    let server: GatewayServer
    let certificate: CertificateHolder?

    func register(in registry: MetricsRegistry) {
        let (connections, certificate, tallies) = (server.connections, certificate, StoreGauges(core: core))
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
        let (gate, tokens) = (core.gate, core.tokens)
        registry.gauge(MeasuredName.hashes) {
            let seen = gate.statistics
            return [Sample(Double(seen.running), [("state", "running")]), Sample(Double(seen.waiting), [("state", "waiting")])]
        }
        registry.counter(MeasuredName.refusedHashes) { [Sample(Double(gate.statistics.refused))] }
        registry.counter(MeasuredName.tokenLookUps) {
            let seen = tokens.statistics
            return [Sample(Double(seen.hits), [("cache", "hit")]), Sample(Double(seen.misses), [("cache", "miss")])]
        }
        registry.gauge(MeasuredName.liveTokens) {
            await tallies.current()?.liveTokens.map { Sample(Double($1), [("kind", $0.label)]) } ?? []
        }
        registry.gauge(MeasuredName.locks) { await tallies.current().map { [Sample(Double($0.locks))] } ?? [] }
        registry.gauge(MeasuredName.mails) { await tallies.current().map { [Sample(Double($0.waitingMails))] } ?? [] }
        registry.gauge(MeasuredName.version) { [Sample(1, [("version", ProgramVersion.text)])] }
        ProcessReading.register(in: registry)
    }
}
