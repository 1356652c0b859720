import Foundation
import Synchronization

/// The URL under which clients reach the gateway. A server sets it once it listens, because it may depend on the port; commands have none.
public final class PublicBaseURL: Sendable {
    private let value = Mutex("")

    public init() {}

    /// - Parameter url: absolute, without trailing slash.
    public func set(_ url: String) {
        value.withLock { $0 = url }
    }

    /// Without trailing slash; empty until it is set.
    var text: String { value.withLock { $0 } }

    /// The host without port, in lower case; `nil` until the URL is set.
    var host: String? {
        URLComponents(string: text)?.host.map { $0.lowercased() }
    }
}
