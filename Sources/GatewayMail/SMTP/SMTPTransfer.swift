import CCurl
import ServiceModel
import Synchronization

/// One message on its way through libcurl. Used once.
final class SMTPTransfer: Sendable {
    private let server: SMTPMailer.Server
    private let message: MailMessage
    private let sent = Mutex(0)
    private let isGivenUp = Atomic(false)

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(server: SMTPMailer.Server, message: MailMessage) {
        self.server = server
        self.message = message
    }

    func giveUp() { isGivenUp.store(true, ordering: .relaxed) }

    /// Waits on this thread until the server has taken the message or the time is over.
    func run() -> Result<Void, MailFailure> {
        guard Self.isReady, let curl = curl_easy_init() else { return .failure(MailFailure("libcurl cannot be started")) }
        defer { curl_easy_cleanup(curl) }
        let recipients = curl_slist_append(nil, "<\(message.recipient.address)>")
        defer { curl_slist_free_all(recipients) }
        // libcurl writes into the buffer for as long as the handle lives, and this defer runs before the one that ends it.
        let told = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        told.initialize(repeating: 0)
        defer {
            gateway_curl_set_error_buffer(curl, nil)
            told.deallocate()
        }
        var result = gateway_curl_set_error_buffer(curl, told.baseAddress)
        if result == CURLE_OK { result = options(curl) }
        if result == CURLE_OK { result = gateway_curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients) }
        if result == CURLE_OK { result = withExtendedLifetime(self) { curl_easy_perform(curl) } }
        guard result != CURLE_OK else { return .success(()) }
        let words = String(decoding: told.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return .failure(failure(result, reply: gateway_curl_last_reply(curl), words))
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
        // The folder of the system's authorities would be trusted beside the file.
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
                return Unmanaged<SMTPTransfer>.fromOpaque(source).takeUnretainedValue().isGivenUp.load(ordering: .relaxed) ? 1 : 0
            }, this)
    }

    /// The next bytes of the message; none at its end.
    private func read(into buffer: UnsafeMutablePointer<CChar>, _ capacity: Int) -> Int {
        sent.withLock { sent in
            let piece = message.bytes.dropFirst(sent).prefix(capacity)
            for (index, byte) in piece.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            sent += piece.count
            return piece.count
        }
    }

    /// 550 to 553 speak of this mailbox (RFC 5321 §4.2.3); everything else may be put right, by the operator if not by time.
    private func failure(_ result: CURLcode, reply: Int, _ words: String) -> MailFailure {
        let isOfMailbox = (550...553).contains(reply) && result != CURLE_LOGIN_DENIED && result != CURLE_USE_SSL_FAILED
        let reason = words.isEmpty ? String(cString: curl_easy_strerror(result)) : words
        return MailFailure(
            "SMTP: \(reason)\(reply > 0 ? " (last reply \(reply))" : "")", isFinal: isOfMailbox)
    }
}
