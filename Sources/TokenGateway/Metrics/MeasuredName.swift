import GatewayHTTP
import GatewayMetrics

/// Every metric of `/metrics`.
enum MeasuredName {
    static let storeDuration = MetricName(
        "token_gateway_store_duration_seconds", "Time that the database took, including the wait for its single writer.")

    /// Those that are recorded when an event happens.
    static let recorded = [
        MetricName(RequestMetrics.requests, "Requests that got a response."),
        MetricName(RequestMetrics.duration, "Time from a complete request to its response."),
        storeDuration,
    ]

    static let connections = MetricName("token_gateway_connections", "Open connections.")
    static let refusedConnections = MetricName(
        "token_gateway_connections_refused_total", "Connections closed at once because of a limit.")
    static let certificateEnd = MetricName(
        "token_gateway_tls_certificate_expiry_timestamp_seconds", "When the certificate in force expires, in Unix time.")
    static let hashes = MetricName("token_gateway_password_hashes", "Passwords that are hashed now, and those that wait.")
    static let refusedHashes = MetricName(
        "token_gateway_password_hashes_refused_total", "Passwords that were not hashed because too many waited, or for too long.")
    static let tokenLookUps = MetricName(
        "token_gateway_token_lookups_total", "Look-ups of tokens, by whether the cache had the token.")
    static let liveTokens = MetricName("token_gateway_live_tokens", "Tokens that are neither expired nor revoked.")
    static let locks = MetricName("token_gateway_throttle_locks", "Account names that are locked after too many failed sign-ins.")
    static let mails = MetricName("token_gateway_mail_queue_length", "Mails that wait for delivery.")
    static let version = MetricName("token_gateway_build_info", "The version that runs.")
    static let memory = MetricName("process_resident_memory_bytes", "Resident memory of the process.")
    static let descriptors = MetricName("process_open_fds", "Open file descriptors.")
    static let descriptorLimit = MetricName("process_max_fds", "Limit of open file descriptors.")
    static let processorTime = MetricName("process_cpu_seconds_total", "User and system processor time.")
}
