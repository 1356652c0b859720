import Synchronization

/// The front, made when the listener knows its port: the public base URL may depend on it. No connection is accepted before.
final class LateFront: Sendable {
    private let front = Mutex<Front?>(nil)
    private let maker: @Sendable (_ port: Int) -> Front

    init(_ maker: @escaping @Sendable (_ port: Int) -> Front) {
        self.maker = maker
    }

    func make(port: Int) {
        let made = maker(port)
        front.withLock { $0 = made }
    }

    var current: Front? { front.withLock { $0 } }
}
