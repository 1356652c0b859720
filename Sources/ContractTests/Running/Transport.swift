import HTTPExchange
import ServiceModel

/// Sends requests at a bounded rate and until the end of the run's time.
actor Transport {
    private let client: HTTPClient
    private let options: RunOptions
    private let clock = ContinuousClock()
    private let deadline: ContinuousClock.Instant
    private var next: ContinuousClock.Instant
    private(set) var requests = 0
    /// Requests in a row that got no response.
    private(set) var silences = 0
    private(set) var hasResponse = false
    private(set) var firstFailure: String?

    init(_ client: HTTPClient, _ options: RunOptions) {
        self.client = client
        self.options = options
        next = clock.now
        deadline = clock.now.advanced(by: options.time)
    }

    var isOutOfTime: Bool { clock.now >= deadline }

    /// Whether it makes no sense to go on: three requests in a row got no response, or the first could not be sent.
    var isLost: Bool { silences >= 3 || (!hasResponse && silences >= 1 && firstFailureIsFinal) }
    private var firstFailureIsFinal = false

    func send(
        _ url: String, method: String, headers: [(name: String, value: String)], body: [UInt8]?
    ) async -> Exchange {
        let start = next
        next = max(next, clock.now).advanced(by: .seconds(1 / max(options.rate, 0.01)))
        if start > clock.now { try? await clock.sleep(until: start) }
        let timeout = min(options.timeout, max(clock.now.duration(to: deadline), .milliseconds(1)))
        let request = HTTPRequest(
            url: url, method: method, headers: headers.map { ($0.name, Secret($0.value)) },
            body: body.map { .bytes(Secret(bytes: $0)) } ?? .none, timeout: timeout, largestBody: options.largestBody,
            certificateAuthorities: options.certificateAuthorities)
        requests += 1
        let sent = clock.now
        func exchange(_ response: HTTPResponse?, _ failure: HTTPFailure?) -> Exchange {
            Exchange(
                url: url, method: method, headers: headers, body: body ?? [], response: response, failure: failure,
                duration: sent.duration(to: clock.now))
        }
        do throws(HTTPFailure) {
            let response = try await client.send(request)
            silences = 0
            hasResponse = true
            return exchange(response, nil)
        } catch {
            silences += 1
            if firstFailure == nil {
                firstFailure = error.description
                firstFailureIsFinal = !error.isLate && requests == 1
            }
            return exchange(nil, error)
        }
    }
}
