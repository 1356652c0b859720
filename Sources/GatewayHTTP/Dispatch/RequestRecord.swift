import ServiceModel

/// What is written down of every request, whoever answers it: its line in the log and its time in the metrics.
struct RequestRecord: Sendable {
    let log: AccessLog
    /// `nil` where nobody asks for them.
    var metrics: RequestMetrics?

    /// - Parameter took: `nil` for a request that was refused before it was whole.
    func write(_ request: GatewayRequest, _ answer: GatewayResponse, took: Duration?) {
        write(
            method: request.method, template: answer.template, status: answer.status, address: request.origin.address,
            requestID: request.origin.requestID, reason: answer.reason, isHTTP2: request.isHTTP2, took: took)
    }

    func write(
        method: String, template: String, status: Int, address: String, requestID: String, reason: String? = nil, isHTTP2: Bool = false,
        took: Duration?
    ) {
        log.write(
            method: method, template: template, status: status, address: address, requestID: requestID, reason: reason, took: took ?? .zero)
        metrics?.record(template: template, status: status, isHTTP2: isHTTP2, took: took)
    }
}
