import Dispatch
public import ServiceModel

/// Hands messages to one mail server (RFC 5321), by libcurl. Certificates are always verified.
public struct SMTPMailer: Mailer {
    public enum Security: String, Sendable, CaseIterable {
        /// TLS from the first byte (RFC 8314).
        case tls
        /// STARTTLS, and nothing at all where the server does not offer it (RFC 3207).
        case starttls
        /// In the clear, for a relay on the same machine.
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
        /// A name or an address, IPv6 in brackets.
        public var host: String
        public var port: Int
        public var security: Security
        /// `nil`: without authentication.
        public var user: String?
        public var password: Secret?
        /// Seconds for the whole of one message.
        public var timeout: Int
        /// A PEM file with the authorities to trust instead of the system's.
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

        /// As libcurl takes it.
        public var url: String {
            "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)"
        }
    }

    private let server: Server
    /// libcurl waits on the thread that calls it, so these are not the threads that carry requests.
    private let queue = DispatchQueue(label: "token-gateway.smtp", qos: .utility, attributes: .concurrent)

    public init(server: Server) {
        self.server = server
    }

    /// A cancelled task gives the transfer up within about a second.
    public func send(_ message: MailMessage) async throws(MailFailure) {
        let transfer = SMTPTransfer(server: server, message: message)
        let outcome: Result<Void, MailFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: transfer.run()) }
            }
        } onCancel: {
            transfer.giveUp()
        }
        try outcome.get()
    }
}
