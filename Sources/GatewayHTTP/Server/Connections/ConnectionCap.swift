package import Logging
import NIOCore
import Synchronization
import TokenCore

/// Bounds the connections of a listener, in all and from each client. What is beyond is closed without a byte being read.
package final class ConnectionCap: Sendable {
    /// What the cap has seen since the start.
    package struct Statistics: Sendable, Equatable {
        package var open = 0
        /// Refused because of the bound of all.
        package var refused = 0
        /// Refused because of the bound of one client.
        package var refusedForClient = 0
    }

    private struct State {
        var count: ConnectionCount
        var statistics = Statistics()
        var lastNotice: ContinuousClock.Instant?
    }

    /// A flood of connections is one line a minute.
    private static let noticeInterval = Duration.seconds(60)

    private let state: Mutex<State>
    /// Whose connections are those of many clients: only the bound of all holds for them.
    private let exempt: TrustedProxies
    private let logger: Logger

    package init(limits: ListenerLimits, exempt: TrustedProxies = TrustedProxies(), logger: Logger) {
        state = Mutex(State(count: ConnectionCount(limit: limits.connections, limitPerClient: limits.connectionsPerAddress)))
        self.exempt = exempt
        self.logger = logger
    }

    /// A place that was given.
    struct Place: Sendable {
        /// `nil`: of an exempt peer.
        fileprivate let client: AddressGroup?
    }

    /// - Returns: the place, until ``leave(_:)``; `nil`: there is none.
    func admit(_ address: SocketAddress?, now: ContinuousClock.Instant = .now) -> Place? {
        let client = exempt.trusts(address) ? nil : AddressGroup(address)
        let (verdict, isNews) = state.withLock { state in
            let verdict = state.count.admit(client)
            state.statistics.open = state.count.total
            switch verdict {
            case .admitted: return (verdict, false)
            case .full: state.statistics.refused += 1
            case .fullForClient: state.statistics.refusedForClient += 1
            }
            let isNews = state.lastNotice.map { now - $0 >= Self.noticeInterval } ?? true
            if isNews { state.lastNotice = now }
            return (verdict, isNews)
        }
        if isNews {
            logger.warning(
                "connections are refused",
                metadata: [
                    "setting": verdict == .full ? "max-connections" : "max-connections-per-address",
                    "address": "\(address?.ipAddress ?? "unknown")",
                ])
        }
        return verdict == .admitted ? Place(client: client) : nil
    }

    func leave(_ place: Place) {
        state.withLock { state in
            state.count.leave(place.client)
            state.statistics.open = state.count.total
        }
    }

    package var statistics: Statistics { state.withLock { $0.statistics } }
}
