import Foundation
import Synchronization

/// The address under which clients know the gateway. A server learns it when it listens; commands have none.
public final class PublicSite: Sendable {
    private let address = Mutex<String?>(nil)

    public init() {}

    /// - Parameter base: the public base URL without trailing slash.
    public func settle(_ base: String) {
        address.withLock { $0 = base }
    }

    /// The public base URL without trailing slash; empty while there is none.
    var base: String { address.withLock { $0 } ?? "" }

    /// Its host without port, in lower case; `nil` while there is none.
    var host: String? {
        URLComponents(string: base)?.host.map { $0.lowercased() }
    }
}
