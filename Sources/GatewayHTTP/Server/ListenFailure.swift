import Foundation
import NIOCore

/// Why a server did not come up, in one line for an operator.
package struct ListenFailure: Error, CustomStringConvertible {
    package let description: String

    /// Runs a server, and tells in an operator's words that its address cannot be had.
    static func telling(of place: String, _ run: () async throws -> Void) async throws {
        do {
            try await run()
        } catch let error as IOError {
            throw ListenFailure(description: "cannot listen on \(place): \(String(cString: strerror(error.errnoCode)))")
        } catch is SocketAddressError, is SocketAddressError.UnknownHost {
            throw ListenFailure(description: "cannot listen on \(place): there is no such host")
        }
    }
}
