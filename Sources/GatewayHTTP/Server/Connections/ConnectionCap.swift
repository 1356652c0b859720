package import Logging
import NIOCore
import Synchronization
import TokenCore

/// Limits the connections of a listener, in total and for each client. Connections above a limit are closed before a byte is read.
package final class ConnectionCap: Sendable {
    /// Counts since the start.
    package struct Statistics: Sendable, Equatable {
        package var open = 0
        /// Refused by the total limit.
        package var refused = 0
        /// Refused by the limit for one client.
        package var refusedForClient = 0
    }

    private struct State {
        var count: ConnectionCount
        var statistics = Statistics()
        var lastLogged: ContinuousClock.Instant?
    }

    /// A flood of connections is logged once a minute.
    private static let logInterval = Duration.seconds(60)

    private let state: Mutex<State>
    /// Proxies, whose connections serve many clients: only the total limit applies to them.
    private let exempt: TrustedProxies
    private let logger: Logger

    package init(limits: ListenerLimits, exempt: TrustedProxies = TrustedProxies(), logger: Logger) {
        state = Mutex(State(count: ConnectionCount(limit: limits.connections, limitPerClient: limits.connectionsPerAddress)))
        self.exempt = exempt
        self.logger = logger
    }

    /// An admitted connection.
    struct Slot: Sendable {
        /// `nil` for an exempt peer.
        fileprivate let client: AddressGroup?
    }

    /// - Returns: the slot, valid until ``release(_:)``; `nil` if a limit is reached.
    func admit(_ address: SocketAddress?, now: ContinuousClock.Instant = .now) -> Slot? {
        let client = exempt.trusts(address) ? nil : AddressGroup(address)
        let (verdict, isLogged) = state.withLock { state in
            let verdict = state.count.admit(client)
            state.statistics.open = state.count.total
            switch verdict {
            case .admitted: return (verdict, false)
            case .full: state.statistics.refused += 1
            case .fullForClient: state.statistics.refusedForClient += 1
            }
            let isLogged = state.lastLogged.map { now - $0 >= Self.logInterval } ?? true
            if isLogged { state.lastLogged = now }
            return (verdict, isLogged)
        }
        if isLogged {
            logger.warning(
                "connections are refused",
                metadata: [
                    "setting": verdict == .full ? "max-connections" : "max-connections-per-address",
                    "address": "\(address?.ipAddress ?? "unknown")",
                ])
        }
        return verdict == .admitted ? Slot(client: client) : nil
    }

    func release(_ slot: Slot) {
        state.withLock { state in
            state.count.release(slot.client)
            state.statistics.open = state.count.total
        }
    }

    package var statistics: Statistics { state.withLock { $0.statistics } }
}
