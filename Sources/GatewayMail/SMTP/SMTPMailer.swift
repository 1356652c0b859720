import Dispatch
public import ServiceModel

/// Hands messages to a mail server (RFC 5321) through libcurl. Certificates are always verified.
public struct SMTPMailer: Mailer {
    public enum Security: String, Sendable, CaseIterable {
        /// TLS from the first byte (RFC 8314).
        case tls
        /// STARTTLS (RFC 3207). Nothing is sent when the server does not offer it.
        case starttls
        /// Without TLS, for a relay on the same machine.
        case plain = "none"

        public var standardPort: Int {
            switch self {
            case .tls: 465
            case .starttls: 587
            case .plain: 25
            }
        }
    }

    public struct Server: Sendable {
        /// A host name or an address, IPv6 in brackets.
        public var host: String
        public var port: Int
        public var security: Security
        /// `nil`: without authentication.
        public var user: String?
        public var password: Secret?
        /// For one message, in seconds.
        public var timeout: Int
        /// Path of a PEM file with the certificate authorities to trust instead of those of the system.
        public var authorities: String?

        public init(
            host: String, port: Int, security: Security, user: String? = nil, password: Secret? = nil, timeout: Int,
            authorities: String? = nil
        ) {
            self.host = host
            self.port = port
            self.security = security
            self.user = user
            self.password = password
            self.timeout = timeout
            self.authorities = authorities
        }

        /// For libcurl.
        public var url: String {
            "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)"
        }
    }

    private let server: Server
    /// libcurl blocks its thread, so that it must not run on the threads of the concurrency runtime.
    private let queue = DispatchQueue(label: "token-gateway.smtp", qos: .utility, attributes: .concurrent)

    public init(server: Server) {
        self.server = server
    }

    /// Cancelling the task ends the transfer within about a second.
    public func send(_ message: MailMessage) async throws(MailFailure) {
        let transfer = SMTPTransfer(server: server, message: message)
        let outcome: Result<Void, MailFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: transfer.run()) }
            }
        } onCancel: {
            transfer.cancel()
        }
        try outcome.get()
    }
}
