import CCurl
import ServiceModel
import Synchronization

/// The transfer of one message through libcurl. Used once.
final class SMTPTransfer: Sendable {
    private let server: SMTPMailer.Server
    private let message: MailMessage
    private let sent = Mutex(0)
    private let isCancelled = Atomic(false)

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(server: SMTPMailer.Server, message: MailMessage) {
        self.server = server
        self.message = message
    }

    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Blocks the thread until the server has accepted the message, or the time-out.
    func run() -> Result<Void, MailFailure> {
        guard Self.isReady, let curl = curl_easy_init() else { return .failure(MailFailure("libcurl cannot be started")) }
        defer { curl_easy_cleanup(curl) }
        let recipients = curl_slist_append(nil, "<\(message.recipient.address)>")
        defer { curl_slist_free_all(recipients) }
        // libcurl may write to the buffer as long as the handle exists; this defer runs before the one that releases the handle.
        let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0)
        defer {
            gateway_curl_set_error_buffer(curl, nil)
            errorText.deallocate()
        }
        var result = gateway_curl_set_error_buffer(curl, errorText.baseAddress)
        if result == CURLE_OK { result = options(curl) }
        if result == CURLE_OK { result = gateway_curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients) }
        if result == CURLE_OK { result = withExtendedLifetime(self) { curl_easy_perform(curl) } }
        guard result != CURLE_OK else { return .success(()) }
        let text = String(decoding: errorText.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return .failure(failure(result, reply: gateway_curl_last_reply(curl), text))
    }

    private func options(_ curl: UnsafeMutableRawPointer) -> CURLcode {
        var texts: [(CURLoption, String)] = [
            (CURLOPT_URL, server.url), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"), (CURLOPT_MAIL_FROM, "<\(message.sender.address)>"),
        ]
        if let user = server.user { texts.append((CURLOPT_USERNAME, user)) }
        if let password = server.password { texts.append((CURLOPT_PASSWORD, password.revealed)) }
        if let authorities = server.authorities { texts.append((CURLOPT_CAINFO, authorities)) }
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_UPLOAD, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_TIMEOUT, server.timeout), (CURLOPT_CONNECTTIMEOUT, server.timeout),
            (CURLOPT_USE_SSL, Int((server.security == .plain ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue)),
            (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
        ]
        for (option, text) in texts {
            let result = gateway_curl_set_text(curl, option, text)
            if result != CURLE_OK { return result }
        }
        for (option, number) in numbers {
            let result = gateway_curl_set_number(curl, option, number)
            if result != CURLE_OK { return result }
        }
        // Otherwise the system's authorities would be trusted, too.
        if server.authorities != nil, gateway_curl_set_text(curl, CURLOPT_CAPATH, nil) != CURLE_OK { return CURLE_FAILED_INIT }
        let this = Unmanaged.passUnretained(self).toOpaque()
        let result = gateway_curl_set_reader(
            curl,
            { buffer, size, count, source in
                guard let buffer, let source else { return 0 }
                let (capacity, overflow) = size.multipliedReportingOverflow(by: count)
                return Unmanaged<SMTPTransfer>.fromOpaque(source).takeUnretainedValue().read(into: buffer, overflow ? 0 : capacity)
            }, this)
        guard result == CURLE_OK else { return result }
        return gateway_curl_set_watch(
            curl,
            { source, _, _, _, _ in
                guard let source else { return 1 }
                return Unmanaged<SMTPTransfer>.fromOpaque(source).takeUnretainedValue().isCancelled.load(ordering: .relaxed) ? 1 : 0
            }, this)
    }

    /// Copies the next bytes of the message into the buffer.
    /// - Returns: how many; 0 at the end.
    private func read(into buffer: UnsafeMutablePointer<CChar>, _ capacity: Int) -> Int {
        sent.withLock { sent in
            let piece = message.bytes.dropFirst(sent).prefix(capacity)
            for (index, byte) in piece.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            sent += piece.count
            return piece.count
        }
    }

    /// Replies 550 to 553 concern the mailbox (RFC 5321 §4.2.3) and are final; another attempt may succeed after any other failure.
    private func failure(_ result: CURLcode, reply: Int, _ text: String) -> MailFailure {
        let isAboutMailbox = (550...553).contains(reply) && result != CURLE_LOGIN_DENIED && result != CURLE_USE_SSL_FAILED
        let reason = text.isEmpty ? String(cString: curl_easy_strerror(result)) : text
        return MailFailure(
            "SMTP: \(reason)\(reply > 0 ? " (last reply \(reply))" : "")", isFinal: isAboutMailbox)
    }
}
