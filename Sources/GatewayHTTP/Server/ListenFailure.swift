import Foundation
import NIOCore

/// Why a server cannot listen, in one line for the operator.
package struct ListenFailure: Error, CustomStringConvertible {
    package let description: String

    /// Runs a server and maps the errors of binding its address.
    /// - Throws: ``ListenFailure`` if the address cannot be bound.
    static func mapping(_ address: String, _ run: () async throws -> Void) async throws {
        do {
            try await run()
        } catch let error as IOError {
            throw ListenFailure(description: "cannot listen on \(address): \(String(cString: strerror(error.errnoCode)))")
        } catch is SocketAddressError, is SocketAddressError.UnknownHost {
            throw ListenFailure(description: "cannot listen on \(address): there is no such host")
        }
    }
}
