/// How a run behaves towards the server.
package struct RunOptions: Sendable {
    /// Used instead of the addresses of the description.
    package var endpoint: String?
    package var versions: Set<SOAPVersion> = Set(SOAPVersion.allCases)
    package var seed: UInt64 = 1
    /// Operations that may change something on the server.
    package var allowed: Set<String> = []
    package var allowsAll = false
    /// When not empty: nothing but these operations.
    package var only: Set<String> = []
    /// When not empty: nothing but the cases with these names.
    package var cases: Set<String> = []
    /// Requests a second.
    package var rate = 50.0
    /// Of the whole run.
    package var time: Duration = .seconds(300)
    /// Of one request.
    package var timeout: Duration = .seconds(10)
    package var slow: Duration = .seconds(5)
    /// Bytes of a response.
    package var largestBody = 8 * 1024 * 1024
    package var certificateAuthorities: String?
    package var shrinks = true
    /// Generated passwords may be sent more than once, although servers lock accounts for that.
    package var allowsLockout = false

    package init() {}
}

/// Where a run is.
package struct Progress: Sendable {
    package let operation: String
    package let operationsLeft: Int
    package let requests: Int
    package let findings: Int
}
