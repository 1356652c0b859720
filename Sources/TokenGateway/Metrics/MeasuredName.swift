import GatewayHTTP
import GatewayMetrics

/// Every name that stands in `/metrics`.
enum MeasuredName {
    static let storeDuration = MetricName(
        "token_gateway_store_duration_seconds", "Time that the database took, waiting for the writer's turn included.")

    /// Those that are counted and timed where something happens.
    static let recorded = [
        MetricName(RequestMetrics.requests, "Requests that were answered."),
        MetricName(RequestMetrics.duration, "Time from a whole request to its answer."),
        storeDuration,
    ]

    static let connections = MetricName("token_gateway_connections", "Open connections.")
    static let refusedConnections = MetricName(
        "token_gateway_connections_refused_total", "Connections closed at once because of a limit.")
    static let certificateEnd = MetricName(
        "token_gateway_tls_certificate_expiry_timestamp_seconds", "When the certificate in force ends, in Unix time.")
    static let hashes = MetricName("token_gateway_password_hashes", "Passwords that are hashed now, and those that wait for it.")
    static let refusedHashes = MetricName(
        "token_gateway_password_hashes_refused_total", "Passwords that were not hashed because too many waited, or for too long.")
    static let tokenLookUps = MetricName(
        "token_gateway_token_lookups_total", "Look-ups of tokens, by whether memory had the answer.")
    static let liveTokens = MetricName("token_gateway_live_tokens", "Tokens that are neither ended nor revoked.")
    static let locks = MetricName("token_gateway_throttle_locks", "Names that are locked after too many failures.")
    static let mails = MetricName("token_gateway_mail_queue_length", "Mails on their way.")
    static let version = MetricName("token_gateway_build_info", "The version that runs.")
    static let memory = MetricName("process_resident_memory_bytes", "Memory that the process has.")
    static let descriptors = MetricName("process_open_fds", "Descriptors that are open.")
    static let descriptorLimit = MetricName("process_max_fds", "Descriptors that may be open.")
    static let processorTime = MetricName("process_cpu_seconds_total", "Processor time of user and system.")
}
